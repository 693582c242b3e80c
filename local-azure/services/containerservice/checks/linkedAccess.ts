import { stringAt, stringsAt } from "../../../kernel/json";
import {
    assignIdentity,
    clusterType,
    encryptionSetType,
    joinAddress,
    joinSubnet,
    poolType,
} from "../../../kernel/typeNames";
import type { Link } from "../../links";
import type { Call } from "../../service";
import type { ClusterRequest, PoolRequest } from "../request/request";
import { subnetsOfPool } from "../state/clusterUses";

/** ARM lets nobody hand out an identity or a subnet he has no right to: asked of the deployer, on every PUT. */
export function requireClusterLinks(call: Call, request: ClusterRequest): void {
    for (const id of Object.keys(request.identity?.userAssignedIdentities ?? {})) {
        requireLink(call, `${clusterType}/write`, assignIdentity, id);
    }
    const apiServerSubnet = stringAt(request.properties, "apiServerAccessProfile", "subnetId");
    for (const { at, action } of clusterLinks) {
        for (const id of stringsAt(request.properties, at)) requireLink(call, `${clusterType}/write`, action, id);
    }
    for (const id of [...request.pools.flatMap(subnetsOfPool), ...(apiServerSubnet ? [apiServerSubnet] : [])]) {
        requireLink(call, `${clusterType}/write`, joinSubnet, id);
    }
}

/** Documented for the deployer in facts/role-definitions.json. */
const outbound = "networkProfile.loadBalancerProfile";
const clusterLinks: Link[] = [
    { at: `${outbound}.outboundIPs.publicIPs.*.id`, action: joinAddress },
    {
        at: `${outbound}.outboundIPPrefixes.publicIPPrefixes.*.id`,
        action: "Microsoft.Network/publicIPPrefixes/join/action",
    },
    { at: "diskEncryptionSetID", action: `${encryptionSetType}/read` },
];

export function requirePoolLinks(call: Call, pool: PoolRequest): void {
    for (const id of subnetsOfPool(pool)) requireLink(call, `${poolType}/write`, joinSubnet, id);
}

export function requireLink({ azure, caller, path }: Call, action: string, linkedAction: string, linked: string): void {
    azure.access.requireLinked(caller, { action, scope: path.id }, linkedAction, linked);
}
