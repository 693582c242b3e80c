import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../../src";
import { clusterCreationOnly, poolCreationOnly } from "../../src/cluster/creationOnly";

type Args = Partial<ManagedIdentityAksClusterArgs>;

const vmSize = "Standard_D4ds_v5";
const base: ManagedIdentityAksClusterArgs = { resourceGroupName: "group", systemNodePool: { vmSize } };
const named = { clusterName: "aks", dnsPrefix: "shop" };
const version = { kubernetesVersion: "1.34" };
const upgraded = (upgradeChannel: "none" | "node-image" | "patch" | "stable" | "rapid"): Args => ({
    autoUpgrade: { upgradeChannel },
});

test.each<[args: Args, properties: string[]]>([
    [{}, ["kubernetesVersion", "dnsPrefix", "resourceName"]],
    [{ dnsPrefix: "shop" }, ["kubernetesVersion", "resourceName"]],
    [{ clusterName: "aks" }, ["kubernetesVersion", "dnsPrefix"]],
    [{ properties: { fqdnSubdomain: "shop" } }, ["kubernetesVersion", "resourceName"]],
    [version, ["dnsPrefix", "resourceName"]],
    [{ ...version, ...named }, []],
    [{ ...version, ...named, ...upgraded("none") }, []],
    [{ ...version, ...named, ...upgraded("node-image") }, []],
    [{ ...version, ...named, ...upgraded("patch") }, ["kubernetesVersion"]],
    [{ ...version, ...named, ...upgraded("stable") }, ["kubernetesVersion"]],
    [{ ...version, ...named, autoUpgrade: {} }, []],
    [{ ...version, ...named, sku: "Automatic" }, ["kubernetesVersion"]],
    [{ ...version, ...named, sku: "Automatic", autoUpgrade: {} }, ["kubernetesVersion"]],
    [{ ...version, ...named, sku: "Automatic", ...upgraded("node-image") }, []],
])("a cluster of %j is sent %j for its creation alone", (args, properties) => {
    expect(clusterCreationOnly({ ...base, ...args })).toEqual(properties);
});

test.each<[pool: Partial<NodePoolArgs>, args: Args, properties: string[]]>([
    [{ minCount: 1, maxCount: 5 }, {}, ["count", "orchestratorVersion"]],
    [{ minCount: 1, maxCount: 5, count: 2 }, {}, ["count", "orchestratorVersion"]],
    [{ minCount: 1, count: 2 }, {}, ["orchestratorVersion"]],
    [{}, {}, ["count", "orchestratorVersion"]],
    [{ count: 2 }, {}, ["orchestratorVersion"]],
    [{ count: 2, ...version }, {}, []],
    [{ count: 2, ...version }, version, []],
    [{ count: 2 }, version, []],
    [{ count: 2 }, { ...version, ...upgraded("patch") }, ["orchestratorVersion"]],
    [{ count: 2, ...version }, upgraded("node-image"), []],
    [{ count: 2, ...version }, upgraded("stable"), ["orchestratorVersion"]],
    [{ count: 2, ...version }, { sku: "Automatic" }, ["orchestratorVersion"]],
])("a pool of %j in a cluster of %j is sent %j for its creation alone", (pool, args, properties) => {
    expect(poolCreationOnly({ ...base, ...args }, { vmSize, ...pool })).toEqual(properties);
});
