import * as pulumi from "@pulumi/pulumi";
import type { AppliedSettings } from "../../src/transitions/applied";
import {
    type ClusterChange,
    type ClusterFacts,
    clusterChange,
    identitiesIn,
    type PoolChange,
} from "../../src/transitions/change";
import { changedFixedPoolInputs } from "../../src/transitions/fixed";
import { outdatedIn, outdatedPools } from "../../src/transitions/outdated";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../src/transitions/table";
import { messagesIn, transitionMessage } from "../../src/transitions/transition";
import { UNKNOWN } from "../../src/values";

type Inputs = Record<string, unknown>;

const A = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a";
const B = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/b";

const principal = { servicePrincipalProfile: { clientId: "client", secret: "hush" } };
const system = { identity: { type: "SystemAssigned" } };
const user = (id: unknown): Inputs => ({ identity: { type: "UserAssigned", userAssignedIdentities: [id] } });
const own = (controlPlane: unknown, kubelet: unknown): Inputs => ({
    ...user(controlPlane),
    identityProfile: { kubeletidentity: { resourceId: kubelet } },
});
const withPods = (userAssignedIdentities: object[]): Inputs => ({
    ...user(A),
    podIdentityProfile: { enabled: true, userAssignedIdentities },
});
const addons = (mentioned: string[], namesAddons: boolean): Beside => ({
    settings: { mentioned },
    ownership: { namesAddons },
});
/** The cluster as it was shown with this system-assigned identity. */
const left: Inputs = { identity: { principalId: "left" } };
const NO_PATHS = { mentioned: [], unmentioned: [], leftToOthers: [], ignoreChanges: [] };
const second = (...living: Inputs[]): Beside => ({
    ownership: { systemPool: { ...NO_PATHS, name: "second" } },
    living: { agentPoolProfiles: living },
});

const issuer = (enabled: unknown): Inputs => ({ ...user(A), oidcIssuerProfile: { enabled } });
const reached = (apiServerAccessProfile: Inputs): Inputs => ({ ...user(A), apiServerAccessProfile });
const pool = (values: Inputs): Inputs => ({
    ...user(A),
    agentPoolProfiles: [{ name: "system", vmSize: "Standard_D4ds_v5", vnetSubnetID: "/Subnets/A", ...values }],
});

/** What is known of a changed cluster beside its inputs. */
interface Beside {
    facts?: Partial<ClusterFacts>;
    ownership?: Partial<ClusterFacts["ownership"]>;
    settings?: Partial<AppliedSettings>;
    outputs?: Inputs;
    living?: Inputs;
    replaced?: Inputs;
}

const withVirtualNodes = (SubnetName: unknown, enabled = true): Inputs => ({
    ...user(A),
    addonProfiles: { aciConnectorLinux: { enabled, config: { SubnetName } } },
});

function change(
    previous: Inputs | undefined,
    desired: Inputs,
    { facts, ownership, settings, outputs, living, replaced }: Beside = {},
): ClusterChange {
    const applied = { mentioned: [], ids: {}, shown: {}, ofOthers: [], pools: {}, systemPool: "system" };
    return clusterChange({
        ...(previous && {
            previous: {
                inputs: { resourceGroupName: "group", resourceName: "cluster", ...previous },
                outputs: outputs ?? previous,
                settings: { ...applied, ...settings },
            },
        }),
        desired,
        living: { ...previous, ...living },
        ...(replaced && { replaced }),
        facts: {
            component: "aks",
            pools: ["system", "work"],
            ownership: {
                ...NO_PATHS,
                namesAddons: false,
                systemPool: { ...NO_PATHS, name: "system" },
                ...ownership,
            },
            fixedNames: [],
            kubeletRoles: ["AcrPull"],
            controlPlaneRoles: ["Network Contributor"],
            ...facts,
        },
    });
}

const codes = (given: ClusterChange) => TRANSITIONS.filter(({ when }) => when(given)).map(({ code }) => code);

const rows: [what: string, change: ClusterChange, found: string[]][] = [
    ["a new cluster", change(undefined, own(UNKNOWN, UNKNOWN)), []],
    ["a new service principal cluster", change(undefined, principal), []],
    [
        "one without its secret",
        change(undefined, { servicePrincipalProfile: { clientId: "client" } }),
        ["ServicePrincipalNeedsSecret"],
    ],
    [
        "one without its secret that exists, and would be replaced",
        change(undefined, { servicePrincipalProfile: { clientId: "client" } }, { facts: { isAdopted: true } }),
        ["AdoptedClusterReplaced"],
    ],
    [
        "a cluster with pod identities that exists, and would be replaced",
        change(undefined, withPods([{ name: "shop" }]), { facts: { isAdopted: true } }),
        ["AdoptedClusterReplaced"],
    ],
    ["an adopted cluster", change(user(A), user(A), { facts: { isAdopted: true } }), []],
    ["one of which a preview knows nothing yet", change(undefined, { servicePrincipalProfile: UNKNOWN }), []],
    ["a living service principal cluster without it", change(principal, { servicePrincipalProfile: {} }), []],
    ["the same identities", change(own(A, B), own(A, B)), []],
    ["the same identities in another case", change(own(A, B), own(A.toUpperCase(), B.toUpperCase())), []],
    ["managed identity to service principal", change(user(A), principal), ["BackToServicePrincipal"]],
    ["own kubelets to service principal", change(own(A, B), principal), ["BackToServicePrincipal"]],
    ["own kubelets to AKS-made", change(own(A, B), user(A)), ["BackToAksManagedKubelet"]],
    [
        "service principal to user-assigned, let go",
        change(principal, own(A, B)),
        ["NodesLoseServicePrincipal", "NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, another kept",
        change(principal, own(A, B), { facts: { previousClientId: "other" } }),
        ["NodesLoseServicePrincipal", "NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, kept",
        change(principal, own(A, B), { facts: { previousClientId: "CLIENT" } }),
        ["NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, kept as far as a preview knows",
        change(principal, own(A, B), { facts: { previousClientId: UNKNOWN } }),
        ["NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, whose kubelets need nothing",
        change(principal, own(A, B), { facts: { kubeletRoles: [] } }),
        ["NodesKeepServicePrincipal"],
    ],
    [
        "service principal to system-assigned",
        change(principal, system, { facts: { previousClientId: "client" } }),
        ["NodesKeepServicePrincipal", "SystemAssignedGetsRolesLater"],
    ],
    ["user-assigned to another", change(user(A), user(B)), ["OtherUserAssignedIdentity"]],
    ["user-assigned to one about to be made", change(user(A), user(pulumi.unknown)), ["OtherUserAssignedIdentity"]],
    [
        "system-assigned to user-assigned, let go",
        change(system, user(A), { outputs: left }),
        ["ControlPlaneKeepsToken"],
    ],
    [
        "system-assigned to user-assigned, another kept",
        change(system, user(A), { outputs: left, facts: { previousPrincipalId: "other" } }),
        ["ControlPlaneKeepsToken"],
    ],
    [
        "system-assigned to user-assigned, kept",
        change(system, user(A), { outputs: left, facts: { previousPrincipalId: "LEFT" } }),
        [],
    ],
    [
        "system-assigned to user-assigned, with nothing to lose",
        change(system, user(A), { outputs: left, facts: { controlPlaneRoles: [] } }),
        [],
    ],
    ["user-assigned to system-assigned", change(user(A), system), ["BackToSystemAssigned"]],
    ["AKS-made kubelets to own", change(user(A), own(A, B)), ["KubeletIdentityUpgradesNodes"]],
    ["own kubelets to others", change(own(A, A), own(A, UNKNOWN)), ["KubeletIdentityUpgradesNodes"]],
    ["Entra off", change(user(A), user(A), { settings: { mentioned: ["aadProfile"] } }), ["EntraStaysOn"]],
    [
        "add-ons that the program drops as a whole",
        change(user(A), user(A), addons(["addonProfiles.omsagent"], false)),
        ["AddonsStayOn"],
    ],
    ["add-ons turned off", change(user(A), user(A), addons(["addonProfiles.omsagent"], true)), []],
    ["add-ons of others", change(user(A), user(A), addons([], false)), []],
    ["a new cluster with pod identity", change(undefined, withPods([])), []],
    ["one with identities of pods", change(undefined, withPods([{ name: "app" }])), ["PodIdentitiesFollowCluster"]],
    ["identities of pods on a living cluster", change(withPods([]), withPods([{ name: "app" }])), []],
    [
        "own kubelets to AKS-made, and the control plane to system-assigned",
        change(own(A, B), system),
        ["OwnKubeletNeedsUserAssignedControlPlane"],
    ],
    [
        "a new cluster in a region without user-assigned identities",
        change(undefined, { ...user(A), location: "USGov Iowa" }),
        ["RegionWithoutUserAssignedIdentity"],
    ],
    ["a system-assigned one there", change(undefined, { ...system, location: "usgoviowa" }), []],
    [
        "an existing cluster in a region without user-assigned kubelet identities",
        change(user(A), { ...own(A, UNKNOWN), location: "chinanorth" }),
        ["RegionWithoutOwnKubeletIdentity", "KubeletIdentityUpgradesNodes"],
    ],
    ["AKS-made kubelets there", change(undefined, { ...user(A), location: "chinanorth" }), []],
    ["a service principal there", change(undefined, { ...principal, location: "chinanorth" }), []],
    ["the OIDC issuer off", change(issuer(true), issuer(false)), ["OidcIssuerStaysOn"]],
    ["the OIDC issuer on", change(issuer(false), issuer(true)), []],
    ["the OIDC issuer no longer named", change(issuer(true), user(A)), []],
    ["the OIDC issuer off where it was", change(issuer(false), issuer(false)), []],
    ["a new cluster without OIDC issuer", change(undefined, issuer(false)), []],
    ["a public cluster made private", change(user(A), reached({ enablePrivateCluster: true })), ["FixedInput"]],
    ["a public cluster called so", change(user(A), reached({ enablePrivateCluster: false })), []],
    [
        "a private cluster whose program knows the answer later",
        change(reached({ enablePrivateCluster: true }), reached({ enablePrivateCluster: UNKNOWN })),
        [],
    ],
    [
        "a private cluster made public, its API server in a subnet",
        change(
            reached({ enablePrivateCluster: true, enableVnetIntegration: true }),
            reached({ enablePrivateCluster: false, enableVnetIntegration: true }),
        ),
        [],
    ],
    ["an API server put into the network", change(user(A), reached({ enableVnetIntegration: true })), []],
    [
        "an API server taken out of the network",
        change(reached({ enableVnetIntegration: true }), reached({ enableVnetIntegration: false })),
        ["FixedInput"],
    ],
    [
        "another DNS zone",
        change(reached({ privateDNSZone: "system" }), reached({ privateDNSZone: "/zones/own" })),
        ["FixedInput"],
    ],
    ["no DNS zone any more", change(reached({ privateDNSZone: "system" }), reached({ privateDNSZone: "none" })), []],
    [
        "the system pool in another subnet",
        change(pool({}), pool({ vnetSubnetID: "/subnets/b" })),
        ["FixedSystemPoolInput"],
    ],
    ["the system pool in the same subnet", change(pool({}), pool({ vnetSubnetID: "/subnets/a" })), []],
    ["the system pool in a subnet about to be made", change(pool({}), pool({ vnetSubnetID: pulumi.unknown })), []],
    ["the system pool without a subnet", change(pool({}), pool({ vnetSubnetID: undefined })), []],
    [
        "the system pool of other machines",
        change(pool({}), pool({ vmSize: "Standard_D8ds_v5" })),
        ["FixedSystemPoolInput"],
    ],
    ["the system pool with more pods", change(pool({ maxPods: 30 }), pool({ maxPods: 110 })), ["FixedSystemPoolInput"]],
    ["the system pool with more nodes", change(pool({ count: 1 }), pool({ count: 3 })), []],
    ["the system pool under the name of none", change(user(A), user(A), second()), ["SystemPoolExists"]],
    [
        "the system pool under the name of a user pool",
        change(user(A), user(A), second({ name: "second", mode: "User" })),
        ["SystemPoolExists"],
    ],
    [
        "another system pool in its place",
        change(user(A), user(A), second({ name: "second", mode: "System" })),
        ["SystemPoolReplaced"],
    ],
    [
        "another cluster in its place",
        change(
            undefined,
            { ...user(A), location: "westeurope" },
            { replaced: { location: "northeurope" }, facts: { fixedNames: ["clusterName"] } },
        ),
        ["ClusterReplaced"],
    ],
    [
        "a state that is behind",
        change(pool({ count: 1 }), pool({ count: 1 }), {
            outputs: pool({ count: 1 }),
            living: pool({ count: 7 }),
        }),
        ["OutdatedState"],
    ],
    [
        "another count of an autoscaled pool",
        change(pool({ enableAutoScaling: true, count: 7 }), pool({ count: 3 })),
        ["AutoscaledCount"],
    ],
    [
        "the same count of an autoscaled pool",
        change(pool({ enableAutoScaling: true, count: 7 }), pool({ count: 7 })),
        [],
    ],
    [
        "an older version",
        change({ ...user(A), currentKubernetesVersion: "1.34.2" }, { ...user(A), kubernetesVersion: "1.33" }),
        ["KubernetesDowngrade"],
    ],
    [
        "the same version, its patch left to AKS",
        change({ ...user(A), currentKubernetesVersion: "1.34.2" }, { ...user(A), kubernetesVersion: "1.34" }),
        [],
    ],
    [
        "a newer version",
        change({ ...user(A), currentKubernetesVersion: "1.9.2" }, { ...user(A), kubernetesVersion: "1.10" }),
        [],
    ],
    [
        "virtual nodes in another subnet",
        change(withVirtualNodes("aci"), withVirtualNodes("other"), {
            living: { addonProfiles: { ACIConnectorLinux: { enabled: true, config: { subnetName: "aci" } } } },
        }),
        ["VirtualNodeSubnetStays"],
    ],
    ["virtual nodes in the same subnet", change(withVirtualNodes("aci"), withVirtualNodes("ACI")), []],
    ["virtual nodes in a subnet that is not known yet", change(withVirtualNodes("aci"), withVirtualNodes(UNKNOWN)), []],
    ["virtual nodes off", change(withVirtualNodes("aci"), withVirtualNodes("aci", false)), []],
    ["virtual nodes on again", change(withVirtualNodes("aci", false), withVirtualNodes("other")), []],
    [
        "a pool that would be replaced after its import",
        change(
            undefined,
            { ...user(A), location: "westeurope" },
            {
                replaced: { location: "westeurope" },
                facts: { isAdopted: true, replacedByImport: { cluster: [], pools: { work: ["vmSize"] } } },
            },
        ),
        ["AdoptedPoolReplaced"],
    ],
    [
        "a cluster and a pool that would be replaced after their import",
        change(undefined, user(A), {
            replaced: {},
            facts: { isAdopted: true, replacedByImport: { cluster: ["dnsPrefix"], pools: { work: ["vmSize"] } } },
        }),
        ["AdoptedClusterReplaced", "AdoptedPoolReplaced"],
    ],
    ["a new cluster with its system pool", change(undefined, pool({})), []],
    ["Entra on", change(user(A), { ...user(A), aadProfile: {} }), []],
];

test.each(rows)("%s", (_, given, found) => {
    expect(codes(given)).toEqual(found);
    for (const transition of TRANSITIONS.filter(({ when }) => when(given))) {
        expect(transitionMessage(transition, given)).toMatch(/^aks: .*https:\/\/\S+\)$/s);
        expect(transitionMessage(transition, given)).not.toMatch(/undefined|Symbol|hush/);
    }
});

test("every transition has an example above", () => {
    expect(TRANSITIONS.map(({ code }) => code).sort()).toEqual(
        [...new Set(rows.flatMap(([, , found]) => found))].sort(),
    );
});

test("a migration says what to run for each pool", () => {
    const given = change(principal, own(A, B), { facts: { previousClientId: "client" } });
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        [
            "the control plane and the add-ons switch to the managed identity, but nodes keep using the service principal until their image is upgraded, which requires a newer image than theirs. After the update run:",
            "  az aks nodepool upgrade --resource-group group --cluster-name cluster --name system --node-image-only",
            "  az aks nodepool upgrade --resource-group group --cluster-name cluster --name work --node-image-only",
            "and then remove controlPlaneIdentity.formerServicePrincipalClientId.",
        ].join("\n"),
    );
});

test("all fixed inputs are reported at once, with the names of the program", () => {
    const given = change(pool({}), pool({ vmSize: "Standard_D8ds_v5", podSubnetID: "/subnets/b" }));
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        [
            "systemNodePool.vmSize, systemNodePool.podSubnetId cannot be changed for an existing pool. Replace the pool by another one:",
            '  1. Restore systemNodePool, add the new pool to nodePools with another name and properties: { mode: "System" }, and run `pulumi up`.',
            "  2. Move that entry from nodePools to systemNodePool, without its mode, and run `pulumi up`. The new pool is now the system pool, and nothing is deleted.",
            "  3. Run `az aks nodepool delete --resource-group group --cluster-name cluster --name system`: AKS drains its nodes.",
        ].join("\n"),
    );
});

test("another identity of the control plane is reported with all steps of the workaround", () => {
    const given = change(user(A), user(B));
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        [
            `the control plane moves from ${A} to ${B}, but azure-native 3.x sends this change as a PATCH, of which AKS applies only the tags, so the old identity would stay. To change it:`,
            "  1. Run `pulumi up`: it creates the role assignments of the new identity, keeps those of the old one, and stops before the cluster.",
            `  2. Run \`az aks update --resource-group group --name cluster --enable-managed-identity --assign-identity ${B} --yes\`.`,
            "  3. Some hours later, when the token of the old identity has expired, run `pulumi up --refresh`: it reads the change of the cluster and deletes the role assignments of the old identity.",
        ].join("\n"),
    );
});

test.each([
    [
        ["clusterName"],
        "The old cluster is deleted before the new one is created: clusterName can belong to only one cluster at a time.",
    ],
    [[], "The new cluster is created first, then the old one is deleted."],
])("a replacement says what it is for and in which order it goes (%j)", (fixedNames, order) => {
    const desired = { ...user(A), location: "westeurope", dnsPrefix: "new" };
    const replaced = { location: "northeurope", dnsPrefix: "old" };
    const given = change(undefined, desired, { replaced, facts: { fixedNames } });
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        `the cluster is replaced, with all that runs on it: location, dnsPrefix change, which an update cannot do. ${order} To keep the cluster, undo the change. The resource option protect makes such a preview fail.`,
    );
});

describe("a kubelet identity that AKS made", () => {
    const made = `/subscriptions/s/resourcegroups/MC_g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-agentpool`;

    test("is none of the program's, also when an import has written it into the inputs", () => {
        expect(identitiesIn(own(A, made), "MC_g").kubeletId).toBeUndefined();
        expect(identitiesIn(own(A, B), "MC_g").kubeletId).toBe(B);
    });
});

describe("what an update would revert", () => {
    const states = (desired: Inputs, inputs: Inputs, outputs: Inputs, living: Inputs) => ({
        previous: { inputs, outputs },
        desired,
        living,
    });
    const pools = (...all: Inputs[]): Inputs => ({ agentPoolProfiles: all });
    const system = { name: "system" };

    test.each<[what: string, names: string[], states: ReturnType<typeof states>, found: string[]]>([
        ["nothing has changed", ["count"], states({ count: 1 }, { count: 1 }, { count: 1 }, { count: 1 }), []],
        [
            "others have changed it",
            ["count"],
            states({ count: 1 }, { count: 1 }, { count: 1 }, { count: 7 }),
            ["count"],
        ],
        ["the program changes it", ["count"], states({ count: 3 }, { count: 1 }, { count: 1 }, { count: 7 }), []],
        ["the living value is sent", ["count"], states({ count: 7 }, { count: 1 }, { count: 1 }, { count: 7 }), []],
        ["the state knows it", ["count"], states({ count: 1 }, { count: 1 }, { count: 7 }, { count: 7 }), []],
        [
            "a patch of the same version",
            ["orchestratorVersion"],
            states(
                { orchestratorVersion: "1.34" },
                { orchestratorVersion: "1.34" },
                { orchestratorVersion: "1.34.1" },
                { orchestratorVersion: "1.34.2" },
            ),
            [],
        ],
    ])("%s", (_, names, update, found) => {
        expect(outdatedIn(names, update)).toEqual(found);
    });

    test("pools are compared by name, and one that is gone is named", () => {
        const batch = { name: "batch", count: 2 };
        const before = pools(batch, { ...system, count: 1 });
        expect(outdatedPools(states(before, before, before, pools({ ...system, count: 4 })))).toEqual([
            "pool batch, which is no longer there",
            "count of pool system, now 4",
        ]);
        expect(outdatedPools(states(before, before, before, pools({ ...system, count: 1 }, batch)))).toEqual([]);
    });
});

describe("a pool that is a resource of its own", () => {
    const living = { vmSize: "Standard_D4ds_v5", vnetSubnetID: "/Subnets/A", maxPods: 30, count: 1 };
    const updated = (desired: Inputs, now: Inputs = living, outputs = now): PoolChange => ({
        previous: { inputs: outputs, outputs },
        desired,
        living: now,
        facts: { component: "aks", pool: "work" },
    });

    test.each<[what: string, after: Inputs, found: string[]]>([
        ["the same", living, []],
        ["the subnet in another case", { ...living, vnetSubnetID: "/subnets/a" }, []],
        ["another subnet, more pods", { ...living, vnetSubnetID: "/subnets/b", maxPods: 110 }, ["subnetId", "maxPods"]],
        ["a subnet for pods", { ...living, podSubnetID: "/subnets/b" }, ["podSubnetId"]],
        [
            "other zones, system and disks",
            { ...living, availabilityZones: ["1"], osType: "Windows", osDiskSizeGB: 64, osDiskType: "Ephemeral" },
            ["availabilityZones", "osType", "properties.osDiskSizeGB", "properties.osDiskType"],
        ],
        ["a subnet about to be made", { ...living, vnetSubnetID: pulumi.unknown }, []],
        ["other machines, which azure-native replaces it for", { ...living, vmSize: "Standard_D8ds_v5" }, []],
        ["no subnet and no maximum any more", { vmSize: living.vmSize }, []],
        ["more nodes", { ...living, count: 3 }, []],
    ])("%s", (_, after, found) => {
        expect(changedFixedPoolInputs(updated(after))).toEqual(found);
    });

    const messages = (given: PoolChange) =>
        POOL_TRANSITIONS.filter(({ when }) => when(given)).map((found) => transitionMessage(found, given));

    test("its inputs are named with the pool", () => {
        expect(messages(updated({ ...living, vnetSubnetID: "/subnets/b" }))).toEqual([
            "aks: subnetId of pool work cannot be changed for an existing pool. Restore the previous value, or rename the pool: Pulumi then creates a new pool and deletes this one. (FixedPoolInput, Azure: PropertyChangeNotAllowed; https://learn.microsoft.com/azure/aks/create-node-pools#limitations)",
        ]);
    });

    test.each<[what: string, further: Partial<PoolChange>, facts: Partial<PoolChange["facts"]>, found: string[]]>([
        ["a new one", {}, {}, []],
        ["one that is replaced", { replaced: { vmSize: "old" } }, {}, []],
        [
            "one of mode System that is replaced",
            { desired: { mode: "System", vmSize: "new" }, replaced: { vmSize: "old" } },
            {},
            [
                expect.stringContaining(
                    "a change of vmSize would replace pool work. Pulumi does not delete a pool of mode System",
                ),
            ],
        ],
        [
            "an adopted one",
            { desired: { mode: "System", vmSize: "new" }, replaced: { vmSize: "old" } },
            { isAdopted: true },
            [expect.stringMatching(/the program changes vmSize of pool work\. .*\(AdoptedPoolReplaced; https:\S+\)$/)],
        ],
        [
            "an adopted one that is spelled otherwise",
            { replaced: living },
            { isAdopted: true, replacedByImport: { cluster: [], pools: { work: ["vmSize"] } } },
            [expect.stringContaining("the program changes vmSize of pool work. Nothing was imported or replaced.")],
        ],
        [
            "an adopted one of which nothing is known",
            {},
            { isAdopted: true },
            [expect.stringContaining("the program changes a setting that the preview shows of pool work")],
        ],
    ])("%s is created", (_, further, facts, found) => {
        const created = {
            desired: living,
            living: {},
            facts: { component: "aks", pool: "work", ...facts },
            ...further,
        };
        expect(messages(created)).toEqual(found);
    });

    test("its autoscaler's count and a newer version stay", () => {
        const now = { enableAutoScaling: true, count: 7, currentOrchestratorVersion: "1.34.2" };
        expect(messages(updated({ count: 3, orchestratorVersion: "1.33" }, now))).toEqual([
            expect.stringContaining("nodePools, work: count is 3, but the autoscaler of the pool has set it to 7"),
            expect.stringContaining('nodePools, work: kubernetesVersion is "1.33", but the cluster runs "1.34.2"'),
        ]);
        expect(messages(updated(living, { ...living, count: 7 }, living))).toEqual([
            expect.stringContaining("count of pool work, now 7. Run `pulumi up --refresh`"),
        ]);
        expect(messages(updated(living))).toEqual([]);
    });
});

test("messages are found in what the engine says, each with its code, and nothing else is", () => {
    const [one, two] = [
        "aks: AKS keeps maxPods (see below). Leave it. (FixedPoolInput, Azure: PropertyChangeNotAllowed; https://a.b/c#d)",
        "aks: two lines:\n  az aks update (FixedInput; https://a.b)",
    ];
    const found = [
        { code: "FixedPoolInput", message: one },
        { code: "FixedInput", message: two },
    ];
    const hook = 'error: Preview failed: before hook "managed-identity-aks:aks:transitions" failed: ';
    expect(messagesIn(`${hook}${one}\n${two}\n`)).toEqual(found);
    expect(messagesIn(`warning: ${one}`)).toEqual(found.slice(0, 1));
    expect(messagesIn("error: update failed (see https://a.b)")).toEqual([]);
});
