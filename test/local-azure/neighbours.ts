import type { TestAzure } from "./harness";

// What clusters of tests point at, in the subscription that local-azure has unless told otherwise.

const subscription = "/subscriptions/5ab5c21e-0a9e-4c52-8f0d-0a2c4d7e9b10";
export const workspaceId = `${subscription}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/logs`;
export const gatewayId = `${subscription}/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/front`;

export async function makeWorkspace(azure: TestAzure, id = workspaceId): Promise<string> {
    return made(azure, id, {});
}

export async function makeGateway(azure: TestAzure): Promise<string> {
    return made(azure, gatewayId, {});
}

async function made(azure: TestAzure, id: string, properties: object): Promise<string> {
    const { status, body } = await azure.put(id, { location: "westus2", properties });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return id;
}
