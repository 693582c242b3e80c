import { type ArmError, notModelled } from "../../../kernel/errors";
import { documented, type Evidence, page } from "../../../kernel/evidence";
import { stringAt, stringsAt } from "../../../kernel/json";
import { natGatewayType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { subnetsOf } from "../../network/state";
import { tableOf } from "../../plainResource";
import { badRequest } from "../errorsOfAks";
import type { PoolRequest } from "../request/request";
import { type Check, firstRefusal } from "./proposal";

/** Where the nodes' subnets have to lead for the way out that a cluster asks for. What it has got is not looked at again. */
export const refusedEgress: Check = ({ azure, request, before }) => {
    const [from, to] = [before, request].map((one) => outboundType(one?.properties));
    if (!to || to === from) return undefined;
    const pools = [...(before?.pools ?? []), ...request.pools.filter(({ name }) => !isIn(before?.pools, name))];
    return firstRefusal(pools, (pool) => egressRules[to]?.refuse(azure, pool));
};

/** The same for a pool that joins the others. */
export function refusedPoolEgress(
    azure: Azure,
    pool: PoolRequest,
    cluster: { properties: object; pools: readonly { name: string }[] },
): ArmError | undefined {
    const type = outboundType(cluster.properties);
    return type && !isIn(cluster.pools, pool.name) ? egressRules[type]?.refuse(azure, pool) : undefined;
}

type Pool = Pick<PoolRequest, "name" | "properties">;

const isIn = (pools: readonly { name: string }[] = [], wanted: string) => pools.some(({ name }) => name === wanted);

const outboundType = (properties: unknown) => stringAt(properties, "networkProfile", "outboundType")?.toLowerCase();

interface EgressRule extends Evidence {
    refuse: (azure: Azure, pool: Pool) => ArmError | undefined;
}

export const egressRules: Record<string, EgressRule> = {
    userassignednatgateway: {
        ...documented(page("aks/egress-outboundtype")),
        refuse: (azure, { properties }) => {
            const subnet = stringAt(properties, "vnetSubnetID");
            // In a network of AKS's there is no such gateway, as contradictions.ts says.
            if (!subnet) return undefined;
            const [gateway] = stringsAt(subnetsOf(azure).get(subnet)?.data.properties, "natGateway.id");
            if (!gateway) return subnetWithoutGateway(subnet);
            const found = tableOf(azure, natGatewayType).get(gateway)?.data.properties;
            const addresses = ["publicIpAddresses", "publicIpPrefixes"].flatMap((list) =>
                stringsAt(found, `${list}.*.id`),
            );
            return addresses.length > 0 ? undefined : gatewayWithoutAddress(gateway);
        },
    },
    userdefinedrouting: {
        ...documented(page("aks/egress-outboundtype#outbound-type-of-userdefinedrouting")),
        refuse: (azure, { properties }) => {
            const subnet = stringAt(properties, "vnetSubnetID");
            if (!subnet) return notModelled("user-defined routing in a network of AKS's");
            const tables = stringsAt(subnetsOf(azure).get(subnet)?.data.properties, "routeTable.id");
            return tables.length > 0 ? undefined : subnetWithoutRoutes(subnet);
        },
    },
};

/** Azure's (Azure/AKS-Construction, its notes on its own workflows). */
const subnetWithoutGateway = (subnet: string) =>
    badRequest(
        "SubnetNotAssociatedWithNATGateway",
        `Subnet '${subnet}' must have a NAT gateway associated for outbound connection`,
    );

/** Message as above; the code is Azure's, from its list of errors. */
const gatewayWithoutAddress = (gateway: string) =>
    badRequest(
        "NATGatewayNotAssociatedWithPublicIPOrIPPrefix",
        `NAT gateway '${gateway}' must have at least one public IP or IP prefix associated for outbound connection.`,
    );

/** Azure's, as Terraform shows it to many users. */
const subnetWithoutRoutes = (subnet: string) =>
    badRequest(
        "ExistingRouteTableNotAssociatedWithSubnet",
        `An existing route table has not been associated with subnet ${subnet}. Please update the route table association`,
    );
