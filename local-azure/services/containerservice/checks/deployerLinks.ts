import { documented, type Evidence, page } from "../../../kernel/evidence";
import { stringAt, stringsAt } from "../../../kernel/json";
import { groupOf, resourceType } from "../../../kernel/resourceId";
import {
    assignIdentity,
    clusterType,
    encryptionSetType,
    gatewayType,
    joinAddress,
    joinSubnet,
    networkType,
    poolType,
    workspaceType,
} from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { tableOf } from "../../plainResource";
import type { Call } from "../../service";
import type { ClusterRequest, PoolRequest } from "../request/request";
import { networkOf, subnetsOfPool } from "../state/clusterUses";
import { ofAddon } from "./references";

/**
 * What whoever sends a PUT needs on the resources that it names, in the order in which they are asked for. ARM lets nobody
 * hand out an identity or a subnet that he has no right to.
 */
interface DeployerLink<Request> extends Evidence {
    actions: string[];
    ids: (request: Request, azure: Azure) => string[];
}

const asDeployer = documented(
    page("aks/aks-service-permissions#identity-creating-and-operating-the-cluster-permissions"),
);
const at = (path: string) => (request: ClusterRequest) => stringsAt(request.properties, path);
const outbound = "networkProfile.loadBalancerProfile";
const placePool = "Microsoft.Compute/proximityPlacementGroups/write";
const placements = ({ properties }: PoolRequest) => stringsAt(properties, "proximityPlacementGroupID");

export const clusterLinks: readonly DeployerLink<ClusterRequest>[] = [
    {
        actions: [assignIdentity],
        ...documented(
            "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-faq",
        ),
        ids: ({ identity }) => Object.keys(identity?.userAssignedIdentities ?? {}),
    },
    { actions: [joinAddress], ...asDeployer, ids: at(`${outbound}.outboundIPs.publicIPs.*.id`) },
    {
        actions: ["Microsoft.Network/publicIPPrefixes/join/action"],
        ...asDeployer,
        ids: at(`${outbound}.outboundIPPrefixes.publicIPPrefixes.*.id`),
    },
    { actions: [`${encryptionSetType}/read`], ...asDeployer, ids: at("diskEncryptionSetID") },
    {
        actions: [joinSubnet],
        ...asDeployer,
        ids: (request) => [...request.pools.flatMap(subnetsOfPool), ...at("apiServerAccessProfile.subnetId")(request)],
    },
    {
        actions: [`${workspaceType}/sharedkeys/read`, `${workspaceType}/read`],
        ...asDeployer,
        ids: workspaces,
    },
    {
        actions: ["Microsoft.OperationsManagement/solutions/write", "Microsoft.OperationsManagement/solutions/read"],
        ...asDeployer,
        ids: (request) => workspaces(request).map(groupOf),
    },
    { actions: [`${gatewayType}/read`, `${gatewayType}/write`], ...asDeployer, ids: ownGateway },
    {
        actions: [joinSubnet],
        ...asDeployer,
        ids: (request, azure) => [
            ...of(ofAddon("ingressapplicationgateway", "subnetId"), request),
            ...ownGateway(request).flatMap((id) =>
                stringsAt(
                    tableOf(azure, gatewayType).get(id)?.data.properties,
                    "gatewayIPConfigurations.*.properties.subnet.id",
                ),
            ),
        ],
    },
    {
        actions: [`${networkType}/joinLoadBalancer/action`],
        ...asDeployer,
        ids: ({ properties, pools }) => {
            const kind = stringAt(properties, "networkProfile", "loadBalancerProfile", "backendPoolType");
            if (kind?.toLowerCase() !== "nodeip") return [];
            return pools.flatMap((pool) => stringsAt(pool.properties, "vnetSubnetID")).flatMap(networkOf);
        },
    },
    { actions: [placePool], ...asDeployer, ids: ({ pools }) => pools.flatMap(placements) },
];

export const poolLinks: readonly DeployerLink<PoolRequest>[] = [
    { actions: [joinSubnet], ...asDeployer, ids: subnetsOfPool },
    { actions: [placePool], ...asDeployer, ids: placements },
];

export function requireClusterLinks(call: Call, request: ClusterRequest): void {
    requireLinks(call, `${clusterType}/write`, clusterLinks, request);
}

export function requirePoolLinks(call: Call, pool: PoolRequest): void {
    requireLinks(call, `${poolType}/write`, poolLinks, pool);
}

function requireLinks<Request>(
    { azure, caller, path }: Call,
    action: string,
    links: readonly DeployerLink<Request>[],
    request: Request,
): void {
    for (const { actions, ids } of links) {
        for (const id of ids(request, azure)) {
            for (const linked of actions) azure.access.requireLinked(caller, { action, scope: path.id }, linked, id);
        }
    }
}

function workspaces(request: ClusterRequest): string[] {
    return of(ofAddon("omsagent", "logAnalyticsWorkspaceResourceID"), request);
}

function ownGateway(request: ClusterRequest): string[] {
    return of(ofAddon("ingressapplicationgateway", "applicationGatewayId"), request);
}

/** What is no id has nothing to authorize: AKS refuses it in its own words. */
function of(setting: ReturnType<typeof ofAddon>, { properties }: ClusterRequest): string[] {
    const id = setting(properties);
    return id && resourceType(id) ? [id] : [];
}
