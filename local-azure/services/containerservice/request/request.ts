import { secretHash } from "../../../identity/applications";
import { invalidRequestContent } from "../../../kernel/errors";
import { arrayAt, deleteAt, isObject, type JsonObject, objectAt, stringAt } from "../../../kernel/json";

/** A PUT's content, taken apart: who it is to run as, and the rest as sent without what AKS ignores or keeps secret. */
export interface ClusterRequest {
    identity?: { type: string; userAssignedIdentities: JsonObject };
    servicePrincipal?: { clientId: string; secretHash?: string };
    identityProfile: JsonObject;
    /** `identityProfile.kubeletidentity.resourceId`. */
    kubeletId?: string;
    kubernetesVersion?: string;
    properties: JsonObject;
    pools: PoolRequest[];
}

export interface PoolRequest {
    name: string;
    orchestratorVersion?: string;
    nodeImageVersion?: string;
    properties: JsonObject;
}

export function readClusterRequest(body: JsonObject): ClusterRequest {
    const sent = objectAt(body, "properties") ?? {};
    const identity = objectAt(body, "identity");
    const clientId = stringAt(sent, "servicePrincipalProfile", "clientId");
    const secret = stringAt(sent, "servicePrincipalProfile", "secret");
    const kubeletId = stringAt(sent, "identityProfile", "kubeletidentity", "resourceId");
    const kubernetesVersion = stringAt(sent, "kubernetesVersion");
    return {
        ...(identity && {
            identity: {
                type: stringAt(identity, "type") ?? "",
                userAssignedIdentities: objectAt(identity, "userAssignedIdentities") ?? {},
            },
        }),
        // "msi" is how answers say "none"; clients send answers back.
        ...(clientId &&
            clientId !== "msi" && {
                servicePrincipal: { clientId, ...(secret && { secretHash: secretHash(secret) }) },
            }),
        identityProfile: objectAt(sent, "identityProfile") ?? {},
        ...(kubeletId && { kubeletId }),
        ...(kubernetesVersion && { kubernetesVersion }),
        properties: normalized(kept(sent, notKept)),
        pools: (arrayAt(sent, "agentPoolProfiles") ?? []).map(readPool),
    };
}

function readPool(pool: unknown): PoolRequest {
    const name = stringAt(pool, "name");
    if (!isObject(pool) || !name) throw invalidRequestContent("An entry of properties.agentPoolProfiles has no name.");
    return readPoolProperties(name, pool);
}

export function readPoolProperties(name: string, sent: JsonObject): PoolRequest {
    const orchestratorVersion = stringAt(sent, "orchestratorVersion");
    const nodeImageVersion = stringAt(sent, "nodeImageVersion");
    const properties = kept(sent, notKeptOfPools);
    for (const { path, when } of leftOut) if (path in properties && when(properties)) delete properties[path];
    const access = stringAt(properties, "securityProfile", "sshAccess");
    // Sent as "localuser", answered as "LocalUser" (recording 04).
    if (access && isObject(properties.securityProfile))
        properties.securityProfile.sshAccess = sshAccess[access.toLowerCase()] ?? access;
    return {
        name,
        ...(orchestratorVersion && { orchestratorVersion }),
        ...(nodeImageVersion && { nodeImageVersion }),
        properties,
    };
}

const sshAccess: Record<string, string> = {
    localuser: "LocalUser",
    disabled: "Disabled",
    entraid: "EntraId",
};

/** Values and lists that answers give in another form than requests. */
function normalized(properties: JsonObject): JsonObject {
    const balancer = objectAt(properties, "networkProfile", "loadBalancerProfile");
    const backend = stringAt(balancer, "backendPoolType");
    // Sent as "NodeIPConfiguration" (test_aks_create_and_update_outbound_ips).
    if (balancer && backend) balancer.backendPoolType = backend.charAt(0).toLowerCase() + backend.slice(1);
    const server = objectAt(properties, "apiServerAccessProfile");
    // An empty list of ranges is none (test_aks_private_cluster).
    if (server && arrayAt(server, "authorizedIPRanges")?.length === 0) delete server.authorizedIPRanges;
    // What is not forbidden is not said (test_aks_update_run_command).
    if (server?.disableRunCommand === false) delete server.disableRunCommand;
    return properties;
}

/** Secrets, what is kept elsewhere, and what only answers hold. */
const notKept = [
    "agentPoolProfiles",
    "identityProfile",
    "servicePrincipalProfile",
    "kubernetesVersion",
    "windowsProfile.adminPassword",
    "aadProfile.serverAppSecret",
    "networkProfile.loadBalancerProfile.effectiveOutboundIPs",
    "networkProfile.natGatewayProfile.effectiveOutboundIPs",
    "networkProfile.podCidrs",
    "networkProfile.serviceCidrs",
    "oidcIssuerProfile.issuerURL",
    "ingressProfile.webAppRouting.identity",
    "provisioningState",
    "powerState",
    "currentKubernetesVersion",
    "fqdn",
    "privateFQDN",
    "azurePortalFQDN",
    "maxAgentPools",
    "privateLinkResources",
    "azureMonitorProfile.containerInsights",
    "resourceUID",
];

const notKeptOfPools = [
    "name",
    "orchestratorVersion",
    "currentOrchestratorVersion",
    "nodeImageVersion",
    "provisioningState",
    "powerState",
    "eTag",
    "status",
];

const isRegular = ({ scaleSetPriority }: JsonObject) => scaleSetPriority === "Regular";
const isEmpty = (key: string) => (pool: JsonObject) => (arrayAt(pool, key) ?? []).length === 0;

/** What the recorded answers do not repeat although the requests hold it. */
const leftOut: { path: string; when: (pool: JsonObject) => boolean }[] = [
    { path: "scaleSetEvictionPolicy", when: isRegular },
    { path: "spotMaxPrice", when: isRegular },
    { path: "nodeTaints", when: isEmpty("nodeTaints") },
    { path: "nodeInitializationTaints", when: isEmpty("nodeInitializationTaints") },
    { path: "nodeLabels", when: (pool) => Object.keys(objectAt(pool, "nodeLabels") ?? {}).length === 0 },
];

/** A deep copy without some paths, and without top-level nulls: null is how clients say "not set". */
function kept(sent: JsonObject, without: string[]): JsonObject {
    const copy = structuredClone(Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null)));
    for (const path of without) deleteAt(copy, path);
    return copy;
}
