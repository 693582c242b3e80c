import { stringAt } from "../../../kernel/json";
import { idsAt } from "../../links";
import type { Call } from "../../service";
import type { ClusterRequest, PoolRequest } from "../request/request";
import { clusterType, poolType } from "../state/state";

export const assignAction = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";
export const joinAction = "Microsoft.Network/virtualNetworks/subnets/join/action";

/** ARM lets nobody hand out an identity or a subnet he has no right to: asked of the deployer, on every PUT. */
export function requireClusterLinks(call: Call, request: ClusterRequest): void {
    for (const id of Object.keys(request.identity?.userAssignedIdentities ?? {})) {
        requireLink(call, `${clusterType}/write`, assignAction, id);
    }
    const apiServerSubnet = stringAt(request.properties, "apiServerAccessProfile", "subnetId");
    for (const { path: at, action } of clusterLinks) {
        for (const id of idsAt(request.properties, at)) requireLink(call, `${clusterType}/write`, action, id);
    }
    for (const id of [...request.pools.flatMap(subnetsOfPool), ...(apiServerSubnet ? [apiServerSubnet] : [])]) {
        requireLink(call, `${clusterType}/write`, joinAction, id);
    }
}

/** Documented for the deployer in facts/role-definitions.json. */
const outbound = ["networkProfile", "loadBalancerProfile"];
const clusterLinks = [
    {
        path: [...outbound, "outboundIPs", "publicIPs", "*", "id"],
        action: "Microsoft.Network/publicIPAddresses/join/action",
    },
    {
        path: [...outbound, "outboundIPPrefixes", "publicIPPrefixes", "*", "id"],
        action: "Microsoft.Network/publicIPPrefixes/join/action",
    },
    { path: ["diskEncryptionSetID"], action: "Microsoft.Compute/diskEncryptionSets/read" },
];

export function requirePoolLinks(call: Call, pool: PoolRequest): void {
    for (const id of subnetsOfPool(pool)) requireLink(call, `${poolType}/write`, joinAction, id);
}

export function requireLink({ azure, caller, path }: Call, action: string, linkedAction: string, linked: string): void {
    azure.access.requireLinked(caller, { action, scope: path.id }, linkedAction, linked);
}

/** A pool's node subnet and its pod subnet, where it brings them. */
export function subnetsOfPool({ properties }: Pick<PoolRequest, "properties">): string[] {
    return ["vnetSubnetID", "podSubnetID"].flatMap((key) => stringAt(properties, key) ?? []);
}
