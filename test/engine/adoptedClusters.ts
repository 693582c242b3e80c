import type { TestAzure } from "../local-azure/harness";
import {
    type Builder,
    type ClusterRequest,
    createCluster,
    type HandMade,
    type HandMadeCluster,
    userAssigned,
} from "./handMadeClusters";
import type { GroundIds } from "./handMadeGround";
import { VM_SIZE } from "./program";

/** Clusters that were not created by this package: as raw requests, with settings that users of `az` and portals have. */

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
    { role: "Network Contributor", scope: subnet, principalId: live.controlPlane },
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

/** A cluster on a service principal of its own, which is in this subnet and pulls from this registry. */
export function withServicePrincipal(
    displayName: string,
    subnet: keyof GroundIds,
    registry: keyof GroundIds,
): MakeRequest {
    return async ({ ids, servicePrincipal: make }) => {
        const servicePrincipal = await make(displayName);
        const { clientId, secret } = servicePrincipal;
        return {
            servicePrincipal,
            body: {
                properties: {
                    linuxProfile: SSH,
                    agentPoolProfiles: [pool(ids[subnet])],
                    servicePrincipalProfile: { clientId, secret },
                },
            },
            after: ({ controlPlane, kubelet }) => [
                { role: "Network Contributor", scope: ids[subnet], principalId: controlPlane },
                { role: "AcrPull", scope: ids[registry], principalId: kubelet },
            ],
        };
    };
}

/** A cluster on a system-assigned identity, with its nodes in a subnet. */
export const withSystemAssigned: MakeRequest = ({ ids }) => ({
    body: { identity: SYSTEM_ASSIGNED, properties: { agentPoolProfiles: [pool(ids.system)] } },
    after: joins(ids.system),
});

/** The same cluster, whose kubelets pull images. */
export function pullingImages(request: MakeRequest): MakeRequest {
    return async (builder) => {
        const made = await request(builder);
        const pull = { role: "AcrPull", scope: builder.ids.registry };
        return { ...made, after: (live) => [...(made.after?.(live) ?? []), { ...pull, principalId: live.kubelet }] };
    };
}

/** Each cluster by its name. */
export const ADOPTED = {
    principal: withServicePrincipal("principal", "system", "registry"),
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
        after: ({ webAppRouting }) => [
            { role: "DNS Zone Contributor", scope: ids.publicZone, principalId: webAppRouting },
        ],
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

/** Creates clusters with raw requests. */
export async function createByHand(
    arm: TestAzure,
    builder: Builder,
    requests: Record<string, MakeRequest>,
): Promise<Record<string, HandMadeCluster>> {
    const created: Record<string, HandMadeCluster> = {};
    for (const [name, request] of Object.entries(requests)) {
        created[name] = await createCluster(arm, builder, name, await request(builder));
    }
    return created;
}
