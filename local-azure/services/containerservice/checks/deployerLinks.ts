import { stringAt, stringsAt } from "../../../kernel/json";
import { groupOf, resourceType } from "../../../kernel/resourceId";
import { clusterType, gatewayType, joinSubnet, networkType, poolType, workspaceType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { tableOf } from "../../plainResource";
import type { Call } from "../../service";
import type { ClusterRequest, PoolRequest } from "../request/request";
import { networkOf } from "../state/clusterUses";
import { requireLink } from "./linkedAccess";
import { ofAddon } from "./references";

/** What the deployer needs on what add-ons, load balancer and pools work with: documented in facts/role-definitions.json. */
interface DeployerLink {
    actions: string[];
    ids: (request: ClusterRequest, azure: Azure) => string[];
}

const links: DeployerLink[] = [
    {
        actions: [`${workspaceType}/sharedkeys/read`, `${workspaceType}/read`],
        ids: workspaces,
    },
    {
        actions: ["Microsoft.OperationsManagement/solutions/write", "Microsoft.OperationsManagement/solutions/read"],
        ids: (request) => workspaces(request).map(groupOf),
    },
    { actions: [`${gatewayType}/read`, `${gatewayType}/write`], ids: ownGateway },
    {
        actions: [joinSubnet],
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
        ids: ({ properties, pools }) => {
            const kind = stringAt(properties, "networkProfile", "loadBalancerProfile", "backendPoolType");
            if (kind?.toLowerCase() !== "nodeip") return [];
            return pools.flatMap((pool) => stringsAt(pool.properties, "vnetSubnetID")).flatMap(networkOf);
        },
    },
];

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

export function requireDeployerLinks(call: Call, request: ClusterRequest): void {
    for (const { actions, ids } of links) {
        for (const id of ids(request, call.azure)) {
            for (const action of actions) requireLink(call, `${clusterType}/write`, action, id);
        }
    }
    for (const pool of request.pools) requirePlacement(call, `${clusterType}/write`, pool);
}

export function requirePoolPlacement(call: Call, pool: PoolRequest): void {
    requirePlacement(call, `${poolType}/write`, pool);
}

function requirePlacement(call: Call, action: string, { properties }: PoolRequest): void {
    for (const id of stringsAt(properties, "proximityPlacementGroupID")) {
        requireLink(call, action, "Microsoft.Compute/proximityPlacementGroups/write", id);
    }
}
