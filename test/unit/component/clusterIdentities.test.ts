import * as pulumi from "@pulumi/pulumi";
import { AksClusterIdentities, type AksClusterIdentitiesArgs } from "../../../src";
import { find, underMocks, valueIn } from "../mocks";
import { assignments, EXISTING, NETWORK, PROVIDERS, SYSTEM_SUBNET, WORK_SUBNET } from "./deploy";

async function deploy(args: AksClusterIdentitiesArgs) {
    const { resources, result } = await underMocks(async () => {
        const identities = new AksClusterIdentities("ids", args);
        return {
            forClusters: await valueIn(identities.forClusters),
            roleAssignments: await valueIn(identities.roleAssignments),
            commands: await valueIn(identities.roleAssignmentCommands),
        };
    });
    return { resources, outputs: result };
}

const provided = (type: string, name: string) => `${PROVIDERS}/${type}/${name}`;

test("every input assigns its role to its identity, with a name from the scope", async () => {
    const { resources } = await deploy({
        resourceGroupName: "group",
        subnetIds: [SYSTEM_SUBNET, WORK_SUBNET],
        internalLoadBalancerSubnetIds: [`${NETWORK}/subnets/services`, SYSTEM_SUBNET.toUpperCase()],
        virtualNetworkIds: [NETWORK],
        privateDNSZoneIds: [provided("Microsoft.Network/privateDnsZones", "zone.example")],
        routeTableIds: [provided("Microsoft.Network/routeTables", "routes")],
        natGatewayIds: [provided("Microsoft.Network/natGateways", "out")],
        publicIPResourceGroupIds: ["/subscriptions/s/resourceGroups/ips"],
        registries: [
            { id: provided("Microsoft.ContainerRegistry/registries", "images") },
            {
                id: pulumi.output(provided("Microsoft.ContainerRegistry/registries", "more")),
                permissions: "Abac",
                listRepositories: true,
            },
        ],
        diskEncryptionSetIds: [provided("Microsoft.Compute/diskEncryptionSets", "disks")],
        keyVaultKms: [
            { keyVaultId: provided("Microsoft.KeyVault/vaults", "etcd"), networkAccess: "Private" },
            { keyVaultId: pulumi.output(provided("Microsoft.KeyVault/vaults", "other")), name: "second" },
        ],
        extraRoleAssignments: [
            {
                name: "disks",
                identity: "kubelet",
                role: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
                scope: "/subscriptions/s",
            },
        ],
    });
    const principals = Object.fromEntries(assignments(resources).map(({ name, inputs }) => [name, inputs.principalId]));
    const ofControlPlane = "principal-of-ids-control-plane";
    const ofKubelet = "principal-of-ids-kubelet";
    expect(principals).toEqual({
        "ids-kubelet-managed-identity-operator": ofControlPlane,
        "ids-system-subnet-network-contributor": ofControlPlane,
        "ids-work-subnet-network-contributor": ofControlPlane,
        "ids-services-subnet-network-contributor": ofControlPlane,
        "ids-vnet-virtual-network-reader": ofControlPlane,
        "ids-vnet-virtual-network-network-contributor": ofControlPlane,
        "ids-zone.example-private-dns-zone-contributor": ofControlPlane,
        "ids-routes-route-table-network-contributor": ofControlPlane,
        "ids-out-nat-gateway-network-contributor": ofControlPlane,
        "ids-public-ip-group-ips-network-contributor": ofControlPlane,
        "ids-images-acr-pull": ofKubelet,
        "ids-registry2-acr-pull": ofKubelet,
        "ids-registry2-catalog-lister": ofKubelet,
        "ids-disks-disk-encryption-set-reader": ofControlPlane,
        "ids-kms-etcd-crypto-user": ofControlPlane,
        "ids-kms-etcd-vault-contributor": ofControlPlane,
        "ids-kms-second-crypto-user": ofControlPlane,
        "ids-extra-disks": ofKubelet,
    });
    expect(find(resources, "ids-system-subnet-network-contributor").inputs.description).toBe(
        "The control plane joins nodes, pods or API servers to the subnet. The control plane joins internal load balancers to the subnet.",
    );
});

test("subnets of load balancers behind outputs read the network of the first", async () => {
    const { resources } = await deploy({
        resourceGroupName: "group",
        internalLoadBalancerSubnetIds: [pulumi.output(SYSTEM_SUBNET), pulumi.output(WORK_SUBNET)],
    });
    // What waits for an output is registered after what does not.
    expect(
        assignments(resources)
            .map(({ name }) => name)
            .sort(),
    ).toEqual([
        "ids-internal-load-balancer-subnet-network-contributor",
        "ids-internal-load-balancer2-subnet-network-contributor",
        "ids-kubelet-managed-identity-operator",
        "ids-virtual-network-reader",
    ]);
    expect(find(resources, "ids-virtual-network-reader").inputs.scope).toBe(NETWORK);
});

test("existing identities, a custom network role and role assignments left to somebody else", async () => {
    const custom = "11111111-2222-3333-4444-555555555555";
    const { resources, outputs } = await deploy({
        controlPlaneIdentity: { resourceId: `${EXISTING}/ours` },
        kubeletIdentity: { resourceId: `${EXISTING}/nodes`, clientId: custom, principalId: custom },
        subnetIds: [SYSTEM_SUBNET],
        networkRole: custom,
        roleAssignmentMode: "Skip",
    });
    expect(resources.map(({ type, name }) => [type, name])).toEqual([
        ["managed-identity-aks:index:AksClusterIdentities", "ids"],
        ["managed-identity-aks:index:LastApplied", "ids-skipped"],
    ]);
    expect(outputs.commands).toHaveLength(2);
    expect(JSON.parse(JSON.stringify(outputs.forClusters))).toEqual({
        controlPlaneIdentity: {
            resourceId: `${EXISTING}/ours`,
            clientId: "client-of-ours",
            principalId: "principal-of-ours",
        },
        kubeletIdentity: { resourceId: `${EXISTING}/nodes`, clientId: custom, principalId: custom },
        roleAssignments: outputs.roleAssignments,
    });
    expect(outputs.roleAssignments.map(({ role, id }) => [role, id])).toEqual([
        ["Managed Identity Operator", undefined],
        ["custom network role", undefined],
    ]);
});
