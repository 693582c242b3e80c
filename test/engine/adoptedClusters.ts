import { objectAt } from "../../local-azure/kernel/json";
import type { TestAzure } from "../local-azure/harness";
import { VM_SIZE } from "./program";

/** Clusters that were not created by this package: as raw requests, with settings that users of `az` and portals have. */

export const AKS_VERSION = "2025-09-01";
const ROLE_VERSION = "2022-04-01";
const IDENTITY_VERSION = "2023-01-31";

/** Service principals that clusters run as. */
export type LegacyPrincipal = "legacy" | "otherLegacy";

/** Ids of what the clusters stand on. */
export type GroundIds = Record<
    | "group"
    | "system"
    | "work"
    | "routed"
    | "gateway"
    | "network"
    | "routes"
    | "zone"
    | "vault"
    | "keyId"
    | "diskEncryptionSet"
    | "registry"
    | "otherRegistry"
    | "workspace"
    | "gatewayId"
    | "publicZone"
    | "address"
    | `${LegacyPrincipal}${"ClientId" | "Secret" | "ObjectId"}`,
    string
>;

/** A role that somebody has assigned by hand, under a random name. */
export interface HandMade {
    role: keyof typeof ROLES;
    scope: string;
    principalId: string;
    description?: string;
}

const ROLES = {
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "DNS Zone Contributor": "befefa01-2a29-4197-83a8-272ff33ce314",
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
} as const;

interface OwnIdentity {
    id: string;
    principalId: string;
    clientId: string;
}

/** What a cluster's request is made of. */
export interface Builder {
    ids: GroundIds;
    identity(name: string): Promise<OwnIdentity>;
    assign(...assignments: HandMade[]): Promise<void>;
}

interface ClusterRequest {
    body: Record<string, unknown>;
    /** Role assignments that follow the cluster. */
    after?(live: Record<"controlPlane" | "kubelet" | "routing", string>): HandMade[];
}

const pool = (subnet?: string, further: object = {}) => ({
    name: "nodepool1",
    mode: "System",
    vmSize: VM_SIZE,
    count: 3,
    type: "VirtualMachineScaleSets",
    ...(subnet && { vnetSubnetID: subnet }),
    ...further,
});
const SYSTEM_ASSIGNED = { type: "SystemAssigned" };
const SSH = {
    adminUsername: "azureuser",
    ssh: { publicKeys: [{ keyData: "ssh-rsa AAAAB3NzaC1yc2E made-up" }] },
};
const systemAssigned = (properties: object, further: object = {}): ClusterRequest => ({
    body: { identity: SYSTEM_ASSIGNED, properties: { agentPoolProfiles: [pool()], ...properties }, ...further },
});
const addon = (name: string, config: object = {}): ClusterRequest =>
    systemAssigned({ addonProfiles: { [name]: { enabled: true, config } } });
const joins = (subnet: string) => (live: { controlPlane: string }) => [
    { role: "Network Contributor" as const, scope: subnet, principalId: live.controlPlane },
];

/** A cluster with a control plane identity of the user's own, which has these roles before. */
async function withOwnControlPlane(
    { identity, assign }: Pick<Builder, "identity" | "assign">,
    name: string,
    properties: object,
    ...roles: Pick<HandMade, "role" | "scope">[]
): Promise<ClusterRequest> {
    const controlPlane = await identity(name);
    await assign(...roles.map((each) => ({ ...each, principalId: controlPlane.principalId })));
    return { body: { identity: userAssigned(controlPlane), properties } };
}

/** The request of a cluster, after what it needs before it. */
export type MakeRequest = (builder: Builder) => ClusterRequest | Promise<ClusterRequest>;

/** A cluster that a service principal runs, which is in this subnet and pulls from this registry. */
export function withServicePrincipal(
    principal: LegacyPrincipal,
    subnet: keyof GroundIds,
    registry: keyof GroundIds,
): MakeRequest {
    return ({ ids }) => ({
        body: {
            properties: {
                linuxProfile: SSH,
                agentPoolProfiles: [pool(ids[subnet])],
                servicePrincipalProfile: { clientId: ids[`${principal}ClientId`], secret: ids[`${principal}Secret`] },
            },
        },
        after: () => [
            { role: "Network Contributor", scope: ids[subnet], principalId: ids[`${principal}ObjectId`] },
            { role: "AcrPull", scope: ids[registry], principalId: ids[`${principal}ObjectId`] },
        ],
    });
}

/** A cluster on a system-assigned identity, with its nodes in a subnet. */
export const withSystemAssigned: MakeRequest = ({ ids }) => ({
    body: { identity: SYSTEM_ASSIGNED, properties: { agentPoolProfiles: [pool(ids.system)] } },
    after: joins(ids.system),
});

/** The same cluster, whose kubelets pull images. */
export function pullingImages(request: MakeRequest): MakeRequest {
    return async (builder) => {
        const { body, after } = await request(builder);
        const pull = { role: "AcrPull" as const, scope: builder.ids.registry };
        return { body, after: (live) => [...(after?.(live) ?? []), { ...pull, principalId: live.kubelet }] };
    };
}

/** Each cluster by its name. */
export const ADOPTED = {
    principal: withServicePrincipal("legacy", "system", "registry"),
    sshkeys: () => systemAssigned({ linuxProfile: SSH, tags: undefined }, { tags: { team: "shop" } }),
    pools: ({ ids }) => ({
        body: {
            identity: SYSTEM_ASSIGNED,
            properties: {
                agentPoolProfiles: [
                    { ...pool(ids.work), name: "batch", mode: "User", count: 0 },
                    { ...pool(ids.system), name: "infra", nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"] },
                    { ...pool(ids.system), name: "second", tags: { team: "pools" } },
                ],
            },
            tags: { team: "shop" },
        },
        after: (live) => [ids.system, ids.work].flatMap((subnet) => joins(subnet)(live)),
    }),
    ownidentities: async ({ ids, identity, assign }) => {
        const [controlPlane, kubelet] = [await identity("own-cp"), await identity("own-kubelet")];
        const { principalId } = controlPlane;
        await assign({ role: "Managed Identity Operator", scope: kubelet.id, principalId });
        await assign({ role: "AcrPull", scope: ids.registry, principalId: kubelet.principalId });
        return {
            body: {
                identity: userAssigned(controlPlane),
                properties: {
                    agentPoolProfiles: [pool(ids.system)],
                    identityProfile: {
                        kubeletidentity: {
                            resourceId: kubelet.id,
                            clientId: kubelet.clientId,
                            objectId: kubelet.principalId,
                        },
                    },
                },
            },
            after: joins(ids.system),
        };
    },
    akskubelet: async ({ ids, identity }) => ({
        body: {
            identity: userAssigned(await identity("aks-cp")),
            properties: { agentPoolProfiles: [pool(ids.system)] },
        },
        after: (live) => [
            ...joins(ids.system)(live),
            { role: "Reader", scope: ids.group, principalId: live.controlPlane },
            { role: "AcrPull", scope: ids.registry, principalId: live.kubelet },
        ],
    }),
    broadrole: async ({ ids, identity }) => ({
        body: {
            identity: userAssigned(await identity("broad-cp")),
            properties: { agentPoolProfiles: [pool(ids.system)] },
        },
        after: (live) => [{ role: "Contributor", scope: ids.network, principalId: live.controlPlane }],
    }),
    privatezone: ({ ids, ...builder }) =>
        withOwnControlPlane(
            builder,
            "zone-cp",
            {
                fqdnSubdomain: "adopted",
                agentPoolProfiles: [pool(ids.system)],
                apiServerAccessProfile: {
                    enablePrivateCluster: true,
                    privateDNSZone: ids.zone,
                    enablePrivateClusterPublicFQDN: false,
                },
            },
            { role: "Private DNS Zone Contributor", scope: ids.zone },
            { role: "Network Contributor", scope: ids.network },
        ),
    udr: async ({ ids, identity }) => ({
        body: {
            identity: userAssigned(await identity("udr-cp")),
            properties: {
                agentPoolProfiles: [pool(ids.routed)],
                networkProfile: { networkPlugin: "azure", outboundType: "userDefinedRouting" },
            },
        },
        // Just as the component would create it, but for its name.
        after: (live) =>
            joins(ids.routed)(live).map((each) => ({
                ...each,
                description: "The control plane joins nodes to the subnet.",
            })),
    }),
    kubenet: ({ ids, ...builder }) =>
        withOwnControlPlane(
            builder,
            "kubenet-cp",
            {
                agentPoolProfiles: [pool(ids.routed)],
                networkProfile: { networkPlugin: "kubenet", podCidr: "10.244.0.0/16" },
            },
            { role: "Network Contributor", scope: ids.routes },
            { role: "Network Contributor", scope: ids.routed },
        ),
    policy: () => addon("azurepolicy"),
    secrets: () => addon("azureKeyvaultSecretsProvider", { enableSecretRotation: "true", rotationPollInterval: "2m" }),
    insights: ({ ids }) => addon("omsagent", { logAnalyticsWorkspaceResourceID: ids.workspace, useAADAuth: "true" }),
    routing: ({ ids }) => ({
        ...systemAssigned({
            ingressProfile: { webAppRouting: { enabled: true, dnsZoneResourceIds: [ids.publicZone] } },
        }),
        after: ({ routing }) => [{ role: "DNS Zone Contributor", scope: ids.publicZone, principalId: routing }],
    }),
    windows: ({ ids }) => ({
        body: {
            identity: SYSTEM_ASSIGNED,
            properties: {
                networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay" },
                windowsProfile: { adminUsername: "azureuser", adminPassword: "Made-up-password-1" },
                agentPoolProfiles: [
                    pool(ids.system),
                    {
                        ...pool(ids.system),
                        name: "win",
                        mode: "User",
                        osType: "Windows",
                        osSKU: "Windows2022",
                        count: 1,
                    },
                ],
            },
        },
        after: joins(ids.system),
    }),
    autoscaler: () =>
        systemAssigned({
            agentPoolProfiles: [pool(undefined, { enableAutoScaling: true, minCount: 1, maxCount: 5 })],
            autoScalerProfile: { expander: "least-waste", "scan-interval": "20s" },
            autoUpgradeProfile: { upgradeChannel: "stable", nodeOSUpgradeChannel: "SecurityPatch" },
        }),
    entra: () =>
        systemAssigned({
            aadProfile: { managed: true, enableAzureRBAC: true },
            disableLocalAccounts: true,
            oidcIssuerProfile: { enabled: true },
            securityProfile: { workloadIdentity: { enabled: true } },
        }),
    kms: ({ ids, ...builder }) =>
        withOwnControlPlane(
            builder,
            "kms-cp",
            {
                agentPoolProfiles: [pool()],
                securityProfile: {
                    azureKeyVaultKms: { enabled: true, keyId: ids.keyId, keyVaultNetworkAccess: "Public" },
                },
            },
            { role: "Key Vault Crypto User", scope: ids.vault },
        ),
    disks: ({ ids, ...builder }) =>
        withOwnControlPlane(
            builder,
            "disks-cp",
            { agentPoolProfiles: [pool()], diskEncryptionSetID: ids.diskEncryptionSet },
            { role: "Reader", scope: ids.diskEncryptionSet },
        ),
    spot: () =>
        systemAssigned({
            agentPoolProfiles: [
                pool(),
                {
                    ...pool(),
                    name: "spot",
                    mode: "User",
                    count: 1,
                    scaleSetPriority: "Spot",
                    scaleSetEvictionPolicy: "Delete",
                    spotMaxPrice: -1,
                    nodeLabels: { "kubernetes.azure.com/scalesetpriority": "spot" },
                    nodeTaints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
                },
            ],
        }),
    egress: ({ ids }) =>
        systemAssigned({
            networkProfile: {
                networkPlugin: "azure",
                networkPolicy: "calico",
                loadBalancerProfile: { outboundIPs: { publicIPs: [{ id: ids.address }] }, idleTimeoutInMinutes: 10 },
            },
            apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] },
        }),
    standard: () =>
        systemAssigned(
            { metricsProfile: { costAnalysis: { enabled: true } } },
            { sku: { name: "Base", tier: "Standard" } },
        ),
} satisfies Record<string, MakeRequest>;

function userAssigned({ id }: OwnIdentity) {
    return { type: "UserAssigned", userAssignedIdentities: { [id]: {} } };
}

/** Creates clusters with raw requests; returns their ids, as AKS spells them. */
export async function createByHand(
    arm: TestAzure,
    ids: GroundIds,
    requests: Record<string, MakeRequest>,
): Promise<Record<string, string>> {
    let assigned = 0;
    const builder: Builder = {
        ids,
        identity: async (name) => {
            const id = `${ids.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
            const answer = await arm.put(id, { location: "westeurope" }, { apiVersion: IDENTITY_VERSION });
            expect(answer).toMatchObject({ status: 201 });
            const { principalId, clientId } = answer.body.properties;
            return { id, principalId, clientId };
        },
        assign: async (...assignments) => {
            for (const { role, scope, principalId, description } of assignments) {
                assigned += 1;
                const name = `00000000-0000-4000-8000-${String(assigned).padStart(12, "0")}`;
                const roleDefinitionId = `${arm.subscription}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`;
                const properties = { principalId, principalType: "ServicePrincipal", roleDefinitionId, description };
                const answer = await arm.put(
                    `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
                    { properties },
                    { apiVersion: ROLE_VERSION },
                );
                expect(answer).toMatchObject({ status: 201 });
            }
        },
    };
    const created: Record<string, string> = {};
    for (const [name, request] of Object.entries(requests)) {
        const { body, after } = await request(builder);
        const id = `${ids.group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
        const properties = { dnsPrefix: name, ...Object(body.properties) };
        if ("fqdnSubdomain" in properties) {
            Reflect.deleteProperty(properties, "dnsPrefix");
        }
        const answer = await arm.put(id, { location: "westeurope", ...body, properties }, { apiVersion: AKS_VERSION });
        expect({ name, status: answer.status, error: answer.body.error }).toEqual({ name, status: 201 });
        // However long an operation takes, it is done by then.
        arm.advance(3600);
        const live = (await arm.get(id, { apiVersion: AKS_VERSION })).body;
        expect([name, live.properties.provisioningState]).toEqual([name, "Succeeded"]);
        const [ownIdentity] = Object.values(live.identity?.userAssignedIdentities ?? {});
        const controlPlane = ownIdentity?.principalId ?? live.identity?.principalId ?? "";
        const kubelet = live.properties.identityProfile?.kubeletidentity?.objectId ?? "";
        const routing = String(objectAt(live.properties, "ingressProfile", "webAppRouting", "identity")?.objectId);
        await builder.assign(...(after?.({ controlPlane, kubelet, routing }) ?? []));
        created[name] = String(live.id);
    }
    return created;
}
