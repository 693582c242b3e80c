import Ajv from "ajv";
import type { FaultRule } from "../../../local-azure/contract";
import schema from "../../../src/migration/schemas/verify.v1.json";
import type { Check } from "../../../src/migration/verify/check";
import type { VerifyData } from "../../../src/migration/verify/verifyReport";
import {
    assign,
    clusterContent,
    clusterPath,
    type MadeIdentity,
    makeGroup,
    makeIdentity,
    makeSubnet,
    managedIdentityOperator,
    networkContributor,
    ownKubelet,
    TestAzure,
    userAssigned,
} from "../../local-azure/harness";
import { command, type Ran } from "./command";
import { liveAzure } from "./liveAzure";

const validate = new Ajv().compile(schema);

/** A cluster on a local Azure, and the outputs that its stack has. */
export interface VerifiedCluster {
    azure: TestAzure;
    subnet: string;
    controlPlane: MadeIdentity;
    kubelet: MadeIdentity;
    /** Role assignments that the cluster needs, by role. */
    assigned: Record<keyof typeof ROLES, string>;
    outputs: Outputs;
    /** Runs `verify` on these outputs, or on changed ones. */
    verify(options?: VerifyOptions): Promise<Verified>;
}

export interface Outputs extends Record<string, unknown> {
    clusterId: string;
    roleAssignments: Record<string, string>[];
}

interface VerifyOptions {
    outputs?: unknown;
    argv?: string[];
    /** Query of the token: the deployer's without it. */
    as?: Record<string, string>;
}

/** How `verify` ended, and its checks. */
export interface Verified extends Ran {
    checks: Check[];
    /** Names of checks by their states. */
    states: Record<string, string[]>;
}

/** In seconds. */
export const HOUR = 3600;
const ROLES = { "Network Contributor": networkContributor, "Managed Identity Operator": managedIdentityOperator };

const DESCRIPTIONS = {
    "Network Contributor": "The control plane joins nodes to the subnet.",
    "Managed Identity Operator": "The control plane assigns the kubelet identity to the nodes.",
};

/** `use` with such a cluster, whose role assignments are older than an hour. */
export async function withVerifiedCluster(
    options: Parameters<typeof TestAzure.start>[0],
    use: (cluster: VerifiedCluster) => Promise<void>,
): Promise<void> {
    const azure = await TestAzure.start(options, Date.UTC(2026, 0, 1));
    try {
        await makeGroup(azure);
        const [controlPlane, kubelet] = [await makeIdentity(azure, "cp"), await makeIdentity(azure, "kubelet")];
        const subnet = await makeSubnet(azure);
        const { principalId } = controlPlane.properties;
        const assigned = {
            "Managed Identity Operator": await assignTo(azure, managedIdentityOperator, principalId, kubelet.id),
            "Network Contributor": await assignTo(azure, networkContributor, principalId, subnet),
        };
        const content = clusterContent({
            identity: userAssigned(controlPlane.id),
            properties: ownKubelet(kubelet.id),
            pool: { vnetSubnetID: subnet },
        });
        expect((await azure.put(clusterPath(), content)).body.error).toBeUndefined();
        azure.advance(HOUR);
        const outputs: Outputs = {
            clusterId: `${azure.subscription}/${clusterPath()}`,
            clusterName: "c1",
            servicePrincipalClientId: "msi",
            controlPlaneIdentity: {
                type: "UserAssigned",
                resourceId: controlPlane.id,
                clientId: controlPlane.properties.clientId,
                principalId,
            },
            identityProfile: { kubeletidentity: { resourceId: kubelet.id, ...objectIds(kubelet) } },
            addonIdentities: {},
            roleAssignments: [
                grant(
                    azure,
                    "Managed Identity Operator",
                    principalId,
                    kubelet.id,
                    assigned["Managed Identity Operator"],
                ),
                grant(azure, "Network Contributor", principalId, subnet, assigned["Network Contributor"]),
            ],
        };
        await use({
            azure,
            subnet,
            controlPlane,
            kubelet,
            assigned,
            outputs,
            verify: (more) => verifyOutputs(azure, outputs, more),
        });
    } finally {
        await azure.stop();
    }
}

function objectIds({ properties: { clientId, principalId } }: MadeIdentity) {
    return { clientId, objectId: principalId };
}

async function assignTo(azure: TestAzure, role: string, principalId: string, scope: string): Promise<string> {
    const { status, body } = await assign(azure, role, principalId, scope);
    expect(status).toBe(201);
    return body.id;
}

/** An entry of the output `roleAssignments`. */
export function grant(
    azure: TestAzure,
    role: keyof typeof ROLES,
    principalId: string,
    scope: string,
    id?: string,
): Record<string, string> {
    return {
        identity: "controlPlane",
        principalId,
        role,
        roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`,
        scope,
        description: DESCRIPTIONS[role],
        when: "before-cluster",
        ...(id !== undefined && { id }),
    };
}

/** Runs the command, and reads what it prints as JSON, which has the published shape. */
export async function verifyOutputs(
    azure: TestAzure,
    outputs: unknown,
    { argv = [], as = {}, outputs: others = outputs }: VerifyOptions = {},
): Promise<Verified> {
    const ran = await command(["verify", "-", "--format", "json", ...argv], {
        stdin: JSON.stringify(others),
        live: liveAzure(azure, as),
    });
    if (!ran.stdout.startsWith("{") || argv.includes("sarif")) {
        return { ...ran, checks: [], states: {} };
    }
    const report: VerifyData = JSON.parse(ran.stdout);
    expect(validate(report) || validate.errors).toBe(true);
    const checks = report.clusters.flatMap((cluster) => cluster.checks);
    const states: Record<string, string[]> = {};
    for (const { name, state } of checks) {
        states[state] = [...(states[state] ?? []), name];
    }
    return { ...ran, checks, states };
}

/** A security group with this member. */
export async function groupOf(azure: TestAzure, member: string): Promise<string> {
    const { status, body } = await azure.graph("POST", "groups", {
        displayName: "clusters",
        mailNickname: "clusters",
        mailEnabled: false,
        securityEnabled: true,
        "members@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${member}`],
    });
    expect(status).toBe(201);
    return body.id;
}

/** From now on this goes wrong. */
export async function strike(azure: TestAzure, rule: FaultRule): Promise<void> {
    const answer = await azure.post("/local-azure/faults", { body: [rule], token: null, apiVersion: null });
    expect(answer.status).toBe(200);
}

/** Reading there is not permitted. */
export const forbidden = (path: string): FaultRule => ({
    kind: "error",
    method: "GET",
    path,
    status: 403,
    code: "AuthorizationFailed",
    message: "No.",
    times: "always",
});
