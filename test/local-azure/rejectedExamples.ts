import { resourceId } from "../../local-azure/providers/azure-native/armPath";
import { requestBody } from "../../local-azure/providers/azure-native/requestBody";
import { resourceTypeOf } from "../../local-azure/providers/azure-native/resourceTypes";
import type { PropertyMap } from "../../local-azure/providers/host/propertyValues";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { isObject, valueAt } from "../../src/values";
import { makeResources } from "../recordings/presupposed";
import { type Registered, SUBSCRIPTION, underMocks } from "../unit/mocks";
import type { Loose } from "../unit/rules/arguments";
import type { TestAzure } from "./harness";

/** Rules with examples that the model answers otherwise than with Azure's code, and why. */
export const ANSWERED_OTHERWISE: Readonly<Record<string, string>> = {
    KubeletIdentityNeedsUserAssignedControlPlane: "the component sends no kubelet identity with such a control plane",
    ServicePrincipalTakesNoKubeletIdentity: "the component sends no kubelet identity with a service principal",
    RouteTableNeedsUserAssignedControlPlane: "a cluster does not name its route table: AKS finds it on the subnet",
    KubenetRoutingNeedsRouteTable: "a cluster does not name its route table: AKS finds it on the subnet",
    AddonResourceId: "the model does not look at the type of a workspace's id",
    GatewayForm: "AKS accepts a gateway without its subnet, on which the component assigns a role",
    GatewayIdOrName: "the component sends no name of an existing gateway",
    NodePoolCount: "a number that is not whole is not of the property's type",
    MaxPods: "a text is not of the property's type",
};

/** What the model says to arguments that a rule rejects, sent as the component would send them without the rule. */
export async function answerWithoutRules(azure: TestAzure, args: Loose): Promise<string> {
    const { resources } = await underMocks(
        () => void new ManagedIdentityAksCluster("aks", args as unknown as ManagedIdentityAksClusterArgs),
    );
    const cluster = resources.filter(({ type }) => type.endsWith(":ManagedCluster"));
    const pools = resources.filter(({ type }) => type.endsWith(":AgentPool"));
    for (const resource of [...cluster, ...pools]) {
        const { path, body, apiVersion } = requestOf(resource, azure);
        giveSecret(body);
        await makeResources(azure, [path, ...idsIn(body)], LOCATION);
        await letIdentitiesWork(azure, idsIn(body));
        const { status, body: answer } = await azure.put(path, body, { apiVersion });
        if (status >= 400) {
            return answer.error.code;
        }
        azure.advance(3600);
    }
    return "accepted";
}

const LOCATION = "westeurope";
const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

function requestOf({ type, inputs }: Registered, azure: TestAzure) {
    const row = resourceTypeOf(type);
    if (!row) {
        throw new Error(`no row of ${type}`);
    }
    const named = { location: LOCATION, ...inputs, resourceName: "aks", resourceGroupName: "group" } as PropertyMap;
    const path = resourceId(row.path, named, azure.server.ready.subscriptionId);
    return { path, body: requestBody(row, named), apiVersion: row.apiVersion };
}

/** A service principal of a new cluster has a secret, which examples leave out. */
function giveSecret(body: PropertyMap): void {
    const profile = valueAt(body, ["properties", "servicePrincipalProfile"]);
    if (isObject(profile)) {
        Object.assign(profile, { secret: "not-a-real-one" });
    }
}

function idsIn(body: unknown): string[] {
    return [...new Set(JSON.stringify(body).match(/\/subscriptions\/[^"\s]+\/providers\/[^"\s]+/gi) ?? [])];
}

/** Permissions are not what these examples lack: their identities are Owners of all subscriptions. */
async function letIdentitiesWork(azure: TestAzure, ids: string[]): Promise<void> {
    for (const id of ids.filter((each) => /\/userAssignedIdentities\/[^/]+$/i.test(each))) {
        const { status, body } = await azure.get(id, { apiVersion: "2024-11-30" });
        for (const subscription of status === 200 ? [azure.subscription, `/subscriptions/${SUBSCRIPTION}`] : []) {
            const { principalId } = body.properties;
            const assignments = `${subscription}/providers/Microsoft.Authorization/roleAssignments`;
            const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${OWNER}`;
            const properties = { principalId, principalType: "ServicePrincipal", roleDefinitionId };
            await azure.put(`${assignments}/${principalId}`, { properties }, { apiVersion: "2022-04-01" });
        }
    }
}
