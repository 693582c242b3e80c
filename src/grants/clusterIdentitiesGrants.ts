import type * as pulumi from "@pulumi/pulumi";
import type { AksClusterIdentitiesArgs } from "../args";
import { inputKey } from "../azure/inputs";
import { lastSegment, parentId } from "../azure/resourceId";
import { diskEncryptionSetGrant, kmsGrants } from "./encryptionGrants";
import { extraGrants } from "./extraGrants";
import type { Grant, Permission } from "./grant";
import { entryNames, identityPrefix, idNames } from "./grantNames";
import { kubeletIdentityGrant } from "./identityOperatorGrants";
import { mergePermissions } from "./merge";
import {
    egressGrant,
    networkRole,
    publicIpGroupGrants,
    subnetGrant,
    virtualNetworkGrant,
    virtualNetworkReader,
    zoneGrant,
} from "./networkGrants";
import { type PullRoleOf, registryGrants } from "./registryGrants";

type Ids = pulumi.Input<string>[];

/** Every permission of identities that clusters use, each scope once. */
export function clusterIdentitiesGrants(
    args: AksClusterIdentitiesArgs,
    kubeletIdentityId: pulumi.Input<string>,
    pullRoleOf?: PullRoleOf,
): Grant[] {
    const role = networkRole(args.networkRole);
    const ofControlPlane = identityPrefix(args.controlPlaneIdentity?.resourceId);
    const ofKubelet = identityPrefix(args.kubeletIdentity?.resourceId);
    const permissions = [
        kubeletIdentityGrant(ofKubelet, kubeletIdentityId),
        ...forEach(args.subnetIds, "subnet", (name, id) => subnetGrant(name, id, role, "nodes, pods or API servers")),
        ...forEach(args.internalLoadBalancerSubnetIds, "internal-load-balancer", (name, id) =>
            subnetGrant(name, id, role, "internal load balancers"),
        ),
        ...networkReaders(args.internalLoadBalancerSubnetIds),
        ...forEach(args.virtualNetworkIds, "network", (name, id) =>
            virtualNetworkGrant(`${name}-virtual-network`, id, role),
        ),
        ...forEach(args.privateDNSZoneIds, "zone", (name, id) => zoneGrant(`${name}-private-dns-zone`, id)),
        ...forEach(args.routeTableIds, "routes", (name, id) => egressGrant("routeTable", `${name}-route-table`, id)),
        ...forEach(args.natGatewayIds, "nat", (name, id) => egressGrant("natGateway", `${name}-nat-gateway`, id)),
        ...publicIpGroupGrants(args.publicIPResourceGroupIds ?? []),
        ...registryGrants(args, pullRoleOf),
        ...forEach(args.diskEncryptionSetIds, "disks", (name, id) =>
            diskEncryptionSetGrant(`${name}-disk-encryption-set`, id),
        ),
        ...vaultGrants(args),
        ...extraGrants(args.extraRoleAssignments, "controlPlane"),
    ];
    // Both identities exist before any cluster.
    const merged = mergePermissions(permissions, (identity) => (identity === "kubelet" ? ofKubelet : ofControlPlane));
    return merged.map((permission) => ({ ...permission, when: "before-cluster" }));
}

function forEach<Made>(ids: Ids = [], kind: string, make: (name: string, id: pulumi.Input<string>) => Made): Made[] {
    const names = idNames(ids, kind);
    return ids.map((id, index) => make(names[index] ?? kind, id));
}

/** One for each virtual network. The networks of two outputs cannot be compared, so only the first output counts. */
function networkReaders(subnetIds: Ids = []): Permission[] {
    const plain = subnetIds.filter((id) => typeof id === "string");
    const networks = new Map(plain.map((id) => [inputKey(parentId(id)), id]));
    if (networks.size > 0) {
        return [...networks].map(([network, id]) =>
            virtualNetworkReader(`${lastSegment(network)}-virtual-network`, id),
        );
    }
    return subnetIds.slice(0, 1).map((id) => virtualNetworkReader("virtual-network", id));
}

function vaultGrants({ keyVaultKms = [] }: AksClusterIdentitiesArgs): Permission[] {
    const names = entryNames(
        keyVaultKms.map(({ keyVaultId, name }) => ({ id: keyVaultId, ...(name !== undefined && { name }) })),
        "vault",
    );
    return keyVaultKms.flatMap((vault, index) => kmsGrants(`kms-${names[index]}`, vault));
}
