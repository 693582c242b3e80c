import { type ArmError, notModelled } from "../../../kernel/errors";
import { derived, issue, page, recorded, refused } from "../../../kernel/evidence";
import { type JsonObject, objectAt, stringAt, stringsAt } from "../../../kernel/json";
import { nameOf, sameId } from "../../../kernel/resourceId";
import type { Azure } from "../../azure";
import { overlaps, parseCidr } from "../../network/cidr";
import { subnetsOf } from "../../network/state";
import { AksError } from "../errorsOfAks";
import { addressesByDefault } from "../request/defaults";
import type { PoolRequest } from "../request/request";
import { networkOf } from "../state/clusterUses";
import { type CheckRow, firstRefusal, type Proposal } from "./proposal";

type Pool = Pick<PoolRequest, "name" | "properties">;

/** A cluster's addresses as a request leaves them. */
interface Addresses {
    azure: Azure;
    network: JsonObject;
    pools: Pool[];
}

type RangeRule = (addresses: Addresses) => ArmError | undefined;

/** The same for all pools of a cluster with a pool of its own request. */
export function refusedRanges(azure: Azure, properties: JsonObject, pools: Pool[]): ArmError | undefined {
    const network = objectAt(properties, "networkProfile") ?? {};
    return firstRefusal([servicesInSubnet, fullSubnet, fullPodRange, podsInSubnet], (rule) =>
        rule({ azure, network, pools }),
    );
}

const ofProposal =
    (rule: RangeRule) =>
    ({ azure, request, before }: Proposal) => {
        const [old, asked] = [before, request].map((one) => objectAt(one?.properties, "networkProfile"));
        return rule({ azure, network: { ...old, ...asked }, pools: poolsAfter(request.pools, before?.pools ?? []) });
    };

/** Pools as they come to be: what a request does not say of one stays as it is. */
export function poolsAfter(requests: readonly Pool[], before: readonly Pool[]): Pool[] {
    const changed = requests.map(({ name, properties }) => {
        const old = before.find((pool) => pool.name === name)?.properties;
        return { name, properties: { ...old, ...properties } };
    });
    return [...before.filter(({ name }) => !changed.some((pool) => pool.name === name)), ...changed];
}

const tooSmall = issue("Azure/AKS-Construction#701");
export const rangeChecks: readonly CheckRow[] = [
    { refuse: ofProposal(servicesInSubnet), ...recorded(issue("Azure/AKS#3551")) },
    { refuse: ofProposal(fullSubnet), ...recorded(issue("Azure/AKS#3653")) },
    // Recorded for pods in an overlay; that kubenet counts in the same way is concluded from it.
    { refuse: ofProposal(fullPodRange), ...derived(tooSmall) },
    { refuse: ofProposal(podsInSubnet), ...refused(page("aks/concepts-network-ip-address-planning")) },
];

/** With any subnet of the network that the nodes are in, not theirs alone; at each update too. */
function servicesInSubnet({ azure, network, pools }: Addresses): ArmError | undefined {
    const range = stringAt(network, "serviceCidr") || addressesByDefault.serviceCidr;
    const taken = rangesAround(azure, pools).find((each) => overlaps(each, range));
    return taken === undefined
        ? undefined
        : atTarget(
              "ServiceCidrOverlapExistingSubnetsCidr",
              `The specified service CIDR ${range} is conflicted with an existing subnet CIDR ${taken}`,
              "networkProfile.serviceCIDR",
          );
}

/** How AKS refuses it is not known. */
function podsInSubnet({ azure, network, pools }: Addresses): ArmError | undefined {
    const range = podRange(network);
    return range && rangesAround(azure, pools).some((each) => overlaps(each, range))
        ? notModelled(`the pod range ${range}, which overlaps with a subnet of the nodes' network`)
        : undefined;
}

function rangesAround(azure: Azure, pools: Pool[]): string[] {
    const networks = new Set(pools.flatMap((pool) => stringsAt(pool.properties, "vnetSubnetID")).flatMap(networkOf));
    return [...networks].flatMap((network) =>
        subnetsOf(azure)
            .list(network)
            .flatMap(({ data }) => prefixesOf(data.properties)),
    );
}

/** A node takes an address, and as many as pods on it have theirs from the nodes' subnet. */
function fullSubnet({ azure, network, pools }: Addresses): ArmError | undefined {
    const ids = [...new Set(pools.flatMap(({ properties }) => stringsAt(properties, "vnetSubnetID")))];
    return firstRefusal(ids, (id) => {
        const [range = ""] = prefixesOf(subnetsOf(azure).get(id)?.data.properties ?? {});
        const inside = pools.filter(({ properties }) => sameId(stringAt(properties, "vnetSubnetID") ?? "", id));
        // Azure keeps five addresses of each subnet.
        return insufficient(
            range,
            5,
            sum(inside, (pool) => addressesOfNode(network, pool)),
            nameOf(id),
            countPath,
        );
    });
}

/** Each node takes a /24 of it. */
function fullPodRange({ network, pools }: Addresses): ArmError | undefined {
    return insufficient(
        podRange(network) ?? "",
        0,
        sum(pools, () => 256),
        podPath,
        podPath,
    );
}

const countPath = "agentPoolProfile.count";
const podPath = "networkProfile.podCIDR";

function addressesOfNode(network: JsonObject, { properties }: Pool): number {
    const isFlat = stringAt(network, "networkPlugin") === "azure" && !podRange(network);
    return isFlat && !stringAt(properties, "podSubnetID") ? 1 + (Number(properties.maxPods) || 30) : 1;
}

const sum = (pools: Pool[], ofNode: (pool: Pool) => number) =>
    pools.reduce((total, pool) => total + mostNodes(pool) * ofNode(pool), 0);

function mostNodes({ properties: { count, maxCount, enableAutoScaling } }: Pool): number {
    return Number(enableAutoScaling === true ? maxCount : (count ?? 1)) || 0;
}

/** Pods have a range of their own with kubenet and in an overlay, which is what a request without a plugin gets. */
function podRange(network: JsonObject): string | undefined {
    const [plugin, mode] = ["networkPlugin", "networkPluginMode"].map((key) => stringAt(network, key)?.toLowerCase());
    const has = !plugin || plugin === "kubenet" || mode === "overlay";
    return has ? stringAt(network, "podCidr") || addressesByDefault.podCidr : undefined;
}

function prefixesOf(properties: JsonObject): string[] {
    return [...stringsAt(properties, "addressPrefix"), ...stringsAt(properties, "addressPrefixes.*")];
}

function insufficient(range: string, kept: number, needed: number, subnet: string, target: string) {
    const parsed = parseCidr(range);
    if (typeof parsed !== "object") return undefined;
    const available = parsed.last - parsed.first + 1 - kept;
    return needed <= available
        ? undefined
        : atTarget(
              "InsufficientSubnetSize",
              `Pre-allocated IPs ${needed} exceeds IPs available ${available} in Subnet Cidr ${range}, Subnet Name ${subnet}. ` +
                  "If Autoscaler is enabled, the max-count from each nodepool is counted towards this total (which means that " +
                  "pre-allocated IPs count represents a theoretical max value, not the actual number of IPs requested). " +
                  "http://aka.ms/aks/insufficientsubnetsize",
              target,
          );
}

const atTarget = (code: string, message: string, target: string) => new AksError(400, code, message, target);
