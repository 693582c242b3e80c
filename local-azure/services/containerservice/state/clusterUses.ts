import { type JsonObject, objectAt, stringAt, stringsAt, valueAt } from "../../../kernel/json";
import { childId, isOfType, isWithin, parseArmPath } from "../../../kernel/resourceId";
import { encryptionSetType, gatewayType, privateZoneType, registryType, subnetType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { subnetsOf } from "../../network/state";
import { type PlainResource, tableOf } from "../../plainResource";
import { addonOf, isEnabled, webAppRouting } from "./addons";
import { type AgentPool, type ManagedCluster, nodeGroupId } from "./state";
import { keyOfUrl } from "./vaultAccess";

/** A cluster with what it stands in: what the questions below are asked of. Each answers with ids, none where it uses none. */
export interface Used {
    azure: Azure;
    id: string;
    cluster: ManagedCluster;
}

export function poolIds({ cluster }: Used, key: string): string[] {
    return unique(cluster.pools.flatMap(({ properties }) => stringsAt(properties, key)));
}

/** The networks the nodes are in; none where AKS makes the network. */
export function nodeNetworks(used: Used): string[] {
    return unique(poolIds(used, "vnetSubnetID").flatMap(networkOf));
}

export const networkOf = (subnet: string): string[] => asList(parseArmPath(subnet)?.parent);

export function natGateways(used: Used): { gateways: string[]; subnets: string[] } {
    const uses = stringAt(used.cluster.properties, "networkProfile", "outboundType") === "userAssignedNATGateway";
    const subnets = uses ? poolIds(used, "vnetSubnetID") : [];
    const gateways = subnets.flatMap((id) => stringsAt(propertiesOf(used.azure, id), "natGateway.id"));
    return { gateways: unique(gateways), subnets };
}

/** The node subnets that a route table is attached to, whatever sends traffic through it. */
export function routeTables(used: Used): { tables: string[]; subnets: string[] } {
    const tablesOf = (id: string) => stringsAt(propertiesOf(used.azure, id), "routeTable.id");
    const subnets = poolIds(used, "vnetSubnetID").filter((id) => tablesOf(id).length > 0);
    return { tables: unique(subnets.flatMap(tablesOf)), subnets };
}

/** The route tables of the user's own that kubenet writes its routes into. */
export function routeTablesOf(azure: Azure, properties: JsonObject, pools: Pick<AgentPool, "properties">[]): string[] {
    if (stringAt(properties, "networkProfile", "networkPlugin") !== "kubenet") return [];
    const subnets = new Set(pools.flatMap(({ properties: pool }) => stringAt(pool, "vnetSubnetID") ?? []));
    const tables = [...subnets].flatMap(
        (id) => stringAt(subnetsOf(azure).get(id)?.data.properties, "routeTable", "id") ?? [],
    );
    return [...new Set(tables)];
}

/** `privateDNSZone` may also be `system` or `none`. */
export function ownPrivateZone(properties: JsonObject): string | undefined {
    const zone = stringAt(objectAt(properties, "apiServerAccessProfile"), "privateDNSZone");
    return zone && isOfType(zone, privateZoneType) ? zone : undefined;
}

/** A pool's node subnet and its pod subnet, where it brings them. */
export function subnetsOfPool({ properties }: Pick<AgentPool, "properties">): string[] {
    return ["vnetSubnetID", "podSubnetID"].flatMap((key) => stringAt(properties, key) ?? []);
}

/** Addresses that AKS has not made itself: of the load balancer and of services. */
export function outsideAddresses({ cluster }: Used): string[] {
    const path = "networkProfile.loadBalancerProfile.outboundIPs.publicIPs.*.id";
    const all = [...stringsAt(cluster.properties, path), ...cluster.workload.publicIPs];
    return unique(all.filter((id) => !isWithin(nodeGroupId(cluster), id)));
}

/** The key that etcd is encrypted with, and its vault if that is reached by a private endpoint only. */
export function kms({ azure, cluster }: Used): { keys: string[]; privateVaults: string[] } {
    const settings = objectAt(cluster.properties, "securityProfile", "azureKeyVaultKms");
    if (settings?.enabled !== true) return { keys: [], privateVaults: [] };
    const url = stringAt(settings, "keyId") ?? "";
    const { vault = stringAt(settings, "keyVaultResourceId"), key = url } = keyOfUrl(azure, url) ?? {};
    const isPrivate = stringAt(settings, "keyVaultNetworkAccess") === "Private";
    return { keys: [key], privateVaults: isPrivate ? asList(vault) : [] };
}

/** The key of the set that encrypts disks, if the set names the key's vault (`sourceVault`), and whom the set acts as. */
export function diskEncryption({ azure, cluster }: Pick<Used, "azure" | "cluster">) {
    const [id = ""] = stringsAt(cluster.properties, "diskEncryptionSetID");
    const { members, properties } = tableOf(azure, encryptionSetType).get(id)?.data ?? {};
    const url = stringAt(properties, "activeKey", "sourceVault", "id") && stringAt(properties, "activeKey", "keyUrl");
    const key = keyOfUrl(azure, url ?? "")?.key;
    const identities = objectAt(members, "identity", "userAssignedIdentities") ?? {};
    const principals = [members?.identity, ...Object.values(identities)].flatMap((one) =>
        stringsAt(one, "principalId"),
    );
    return { keys: asList(key), principals };
}

/** Of services of type LoadBalancer, whose rules go into the groups that the user has on the nodes' subnets. */
export function securityGroupsOfServices(used: Used): string[] {
    const { internalLoadBalancerSubnets, publicIPs } = used.cluster.workload;
    if (internalLoadBalancerSubnets.length + publicIPs.length === 0) return [];
    const groups = poolIds(used, "vnetSubnetID").flatMap((id) =>
        stringsAt(propertiesOf(used.azure, id), "networkSecurityGroup.id"),
    );
    return unique(groups);
}

/** The registries the nodes pull from, by how they decide who may. */
export function registries({ azure, cluster }: Used, mode: "rbac" | "abac"): string[] {
    const bootstrap = stringsAt(cluster.properties, "bootstrapProfile.containerRegistryId");
    return unique([...bootstrap, ...cluster.workload.registries]).filter((id) => {
        const registry = tableOf(azure, registryType).get(id);
        const abac = registry?.data.properties.roleAssignmentMode === "AbacRepositoryPermissions";
        return abac === (mode === "abac");
    });
}

/** The application gateway of the ingress add-on: an own one, or the one AKS makes in the node resource group. */
export function ingressGateway({ cluster }: Used): string[] {
    return stringsAt(addon(cluster, "ingressapplicationgateway")?.config, "effectiveApplicationGatewayId");
}

/** Where that gateway lies; for one that AKS is to make a subnet for, the network. */
export function ingressGatewaySubnets(used: Used): string[] {
    const config = addon(used.cluster, "ingressapplicationgateway")?.config;
    const ofGateway = "gatewayIPConfigurations.*.properties.subnet.id";
    const placed = ingressGateway(used).flatMap((id) => stringsAt(propertiesOf(used.azure, id), ofGateway));
    const wanted = [...stringsAt(config, "subnetId"), ...(stringAt(config, "subnetCIDR") ? nodeNetworks(used) : [])];
    return unique(wanted.length > 0 ? wanted : placed);
}

export function ingressGatewayIdentities(used: Used): string[] {
    return ingressGateway(used).flatMap((id) => {
        const members = tableOf(used.azure, gatewayType).get(id)?.data.members;
        return Object.keys(objectAt(members, "identity", "userAssignedIdentities") ?? {});
    });
}

export function virtualNodeSubnets(used: Used): string[] {
    const name = stringAt(addon(used.cluster, "aciconnectorlinux")?.config, "SubnetName");
    return name ? nodeNetworks(used).map((network) => childId(network, subnetType, name)) : [];
}

export function dnsZones({ cluster }: Used, type: string): string[] {
    const routing = objectAt(cluster.properties, "ingressProfile", webAppRouting);
    if (!isEnabled(routing)) return [];
    return stringsAt(routing, "dnsZoneResourceIds.*").filter((id) => isOfType(id, type));
}

export function ingressVaults({ cluster }: Used): string[] {
    const routing = objectAt(cluster.properties, "ingressProfile", webAppRouting);
    return isEnabled(routing) ? cluster.workload.ingressVaults : [];
}

/** Container insights without Entra authentication publishes under an identity of its own. */
export function legacyMetrics({ id, cluster }: Used): string[] {
    const omsagent = addon(cluster, "omsagent");
    return omsagent && stringAt(omsagent.config, "useAADAuth")?.toLowerCase() !== "true" ? [id] : [];
}

export function podIdentities({ cluster }: Used): string[] {
    const profile = objectAt(cluster.properties, "podIdentityProfile");
    if (!isEnabled(profile)) return [];
    return stringsAt(profile, "userAssignedIdentities.*.identity.resourceId");
}

/** The ids, as long as the add-on that uses them is on. */
export function ifEnabled({ cluster }: Used, key: string, ids: string[]): string[] {
    return addon(cluster, key) ? ids : [];
}

function addon({ properties }: ManagedCluster, key: string): JsonObject | undefined {
    const found = addonOf(properties, key);
    return isEnabled(found) ? found : undefined;
}

function propertiesOf(azure: Azure, id: string): unknown {
    return valueAt(azure.store.get(id)?.data as PlainResource | undefined, "properties");
}

export const unique = (ids: string[]): string[] => [...new Set(ids)];

function asList<T>(value: T | undefined): T[] {
    return value === undefined ? [] : [value];
}
