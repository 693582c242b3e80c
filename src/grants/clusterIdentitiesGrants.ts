import type * as pulumi from "@pulumi/pulumi";
import type { AksClusterIdentitiesArgs } from "../args";
import { inputKey } from "../azure/inputs";
import { lastSegment, parentId } from "../azure/resourceId";
import { diskEncryptionSetGrant, kmsGrants } from "./encryptionGrants";
import type { Earliest } from "./facts";
import type { Grant } from "./grant";
import { entryNames, idNames } from "./grantNames";
import { mergedGrants } from "./merge";
import {
    type ControlPlaneGrant,
    egressGrant,
    networkRole,
    ofControlPlane,
    publicIpGroupGrants,
    subnetGrant,
    virtualNetworkGrant,
    virtualNetworkReader,
    zoneGrant,
} from "./networkGrants";
import { registryGrants } from "./registryGrants";
import { extraGrants, kubeletIdentityGrants } from "./required";

type Ids = pulumi.Input<string>[];

/** Both identities are there before any cluster. */
const EARLIEST: Earliest = { controlPlane: "before-cluster", kubelet: "before-cluster" };

/** Every permission of identities that clusters use, each scope once. */
export function clusterIdentitiesGrants(
    args: AksClusterIdentitiesArgs,
    kubeletIdentityId: pulumi.Input<string>,
): Grant[] {
    const role = networkRole(args.networkRole);
    const when = EARLIEST.controlPlane;
    const network = [
        ...each(args.subnetIds, "subnet", (name, id) =>
            subnetGrant(name, id, role, "nodes, pods or API servers"),
        ),
        ...each(args.internalLoadBalancerSubnetIds, "internal-load-balancer", (name, id) =>
            subnetGrant(name, id, role, "internal load balancers"),
        ),
        ...networkReaders(args.internalLoadBalancerSubnetIds),
        ...each(args.virtualNetworkIds, "network", (name, id) =>
            virtualNetworkGrant(`${name}-virtual-network`, id, role),
        ),
        ...each(args.privateDnsZoneIds, "zone", (name, id) => zoneGrant(`${name}-private-dns-zone`, id)),
        ...each(args.routeTableIds, "routes", (name, id) =>
            egressGrant("routeTable", `${name}-route-table`, id),
        ),
        ...each(args.natGatewayIds, "nat", (name, id) =>
            egressGrant("natGateway", `${name}-nat-gateway`, id),
        ),
        ...publicIpGroupGrants(args.publicIpResourceGroupIds ?? []),
    ];
    return mergedGrants([
        ...kubeletIdentityGrants(kubeletIdentityId, EARLIEST),
        ...network.map((grant) => ofControlPlane(grant, when)),
        ...registryGrants(args, EARLIEST),
        ...each(args.diskEncryptionSetIds, "disks", (name, id) =>
            diskEncryptionSetGrant(`${name}-disk-encryption-set`, id, when),
        ),
        ...vaultGrants(args),
        ...extraGrants(args.extraRoleAssignments, EARLIEST),
    ]);
}

function each<Made>(
    ids: Ids = [],
    kind: string,
    make: (name: string, id: pulumi.Input<string>) => Made,
): Made[] {
    const names = idNames(ids, kind);
    return ids.map((id, index) => make(names[index] ?? kind, id));
}

/** One a virtual network. Two outputs tell of no difference between theirs, so the first stands for all. */
function networkReaders(subnetIds: Ids = []): ControlPlaneGrant[] {
    const plain = subnetIds.filter((id) => typeof id === "string");
    const networks = new Map(plain.map((id) => [inputKey(parentId(id)), id]));
    if (networks.size > 0) {
        return [...networks].map(([network, id]) =>
            virtualNetworkReader(`${lastSegment(network)}-virtual-network`, id),
        );
    }
    return subnetIds.slice(0, 1).map((id) => virtualNetworkReader("virtual-network", id));
}

function vaultGrants({ keyVaultKms = [] }: AksClusterIdentitiesArgs): Grant[] {
    const names = entryNames(
        keyVaultKms.map(({ keyVaultId, name }) => ({ id: keyVaultId, ...(name !== undefined && { name }) })),
        "vault",
    );
    return keyVaultKms.flatMap((vault, index) =>
        kmsGrants(`kms-${names[index]}`, vault, EARLIEST.controlPlane),
    );
}
