import * as pulumi from "@pulumi/pulumi";
import { inputOf } from "../../src/cluster/properties";
import {
    type ClusterChange,
    type ClusterFacts,
    clusterChange,
    identitiesIn,
    type PoolChange,
} from "../../src/transitions/change";
import { changedFixedPoolInputs, GRANTED_TO_CLUSTER, GRANTED_TO_POOL, leftOut } from "../../src/transitions/fixed";
import { outdatedInCluster, outdatedInPool, setBackInCluster, setBackInPool } from "../../src/transitions/outdated";
import type { AppliedCluster } from "../../src/transitions/reconciliation";
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
/** The cluster as it is shown with this system-assigned identity. */
const left: Inputs = { identity: { type: "SystemAssigned", principalId: "left" } };
const second = (...live: Inputs[]): Beside => ({
    facts: { systemPool: "second" },
    live: { agentPoolProfiles: live },
});
const insights = (enabled: boolean): Inputs => ({ ...user(A), addonProfiles: { omsagent: { enabled } } });

const issuer = (enabled: unknown): Inputs => ({ ...user(A), oidcIssuerProfile: { enabled } });
const reached = (apiServerAccessProfile: Inputs): Inputs => ({ ...user(A), apiServerAccessProfile });
const pool = (values: Inputs): Inputs => ({
    ...user(A),
    agentPoolProfiles: [{ name: "system", vmSize: "Standard_D4ds_v5", vnetSubnetID: "/Subnets/A", ...values }],
});

/** What is known of a changed cluster beside its inputs. */
interface Beside {
    facts?: Partial<ClusterFacts>;
    /** What the last run applied; of a new cluster there is nothing, if this is not set. */
    lastApplied?: Partial<AppliedCluster>;
    /** What Azure shows beside the inputs, or otherwise. */
    live?: Inputs;
    /** The inputs in the state, where they are not what is live. */
    inState?: Inputs;
    replaced?: Inputs;
    isUnchanged?: boolean;
}

const CLUSTER_ID = "/subscriptions/s/resourceGroups/group/providers/Microsoft.ContainerService/managedClusters/cluster";
const APPLIED: AppliedCluster = { clusterId: CLUSTER_ID, set: {}, others: {}, systemPool: "system", pools: {} };

const encrypted = (keyId: unknown): Inputs => ({
    ...user(A),
    securityProfile: { azureKeyVaultKms: { enabled: true, keyId } },
});
const kms = (vault: string, key = "a") => encrypted(`https://${vault}.vault.azure.net/keys/etcd/${key}`);

const besideSpot = (orchestratorVersion: string): Inputs => ({
    ...user(A),
    agentPoolProfiles: [
        { name: "system", orchestratorVersion },
        { name: "spot", scaleSetPriority: "Spot" },
    ],
});

const withVirtualNodes = (SubnetName: unknown, enabled = true): Inputs => ({
    ...user(A),
    addonProfiles: { aciConnectorLinux: { enabled, config: { SubnetName } } },
});

function change(
    before: Inputs | undefined,
    desired: Inputs,
    { facts, lastApplied = before && {}, live, inState, replaced, isUnchanged }: Beside = {},
): ClusterChange {
    return clusterChange({
        ...(before && { live: { id: CLUSTER_ID, ...before, ...live }, inState: inState ?? before }),
        desired: { resourceGroupName: "group", resourceName: "cluster", ...desired },
        ...(lastApplied && { lastApplied: { ...APPLIED, ...lastApplied } }),
        ...(replaced && { replaced: { id: CLUSTER_ID, ...replaced } }),
        ...(isUnchanged !== undefined && { isUnchanged }),
        facts: {
            component: "aks",
            pools: ["system", "work"],
            systemPool: "system",
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
    ["system-assigned to user-assigned, let go", change(system, user(A), { live: left }), ["ControlPlaneKeepsToken"]],
    [
        "system-assigned to user-assigned, another kept",
        change(system, user(A), { live: left, facts: { previousPrincipalId: "other" } }),
        ["ControlPlaneKeepsToken"],
    ],
    [
        "system-assigned to user-assigned, kept",
        change(system, user(A), { live: left, facts: { previousPrincipalId: "LEFT" } }),
        [],
    ],
    [
        "system-assigned to user-assigned, with nothing to lose",
        change(system, user(A), { live: left, facts: { controlPlaneRoles: [] } }),
        [],
    ],
    [
        "system-assigned to user-assigned, let go, whose principal Azure does not show",
        change(system, user(A)),
        ["ControlPlaneKeepsToken"],
    ],
    [
        "system-assigned to user-assigned, one kept, whose principal Azure does not show",
        change(system, user(A), { facts: { previousPrincipalId: "other" } }),
        [],
    ],
    ["user-assigned to system-assigned", change(user(A), system), ["BackToSystemAssigned"]],
    ["AKS-made kubelets to own", change(user(A), own(A, B)), ["KubeletIdentityUpgradesNodes"]],
    ["own kubelets to others", change(own(A, A), own(A, UNKNOWN)), ["KubeletIdentityUpgradesNodes"]],
    [
        "Entra off",
        change(user(A), user(A), { lastApplied: { set: { aadProfile: { managed: true } } } }),
        ["EntraStaysOn"],
    ],
    ["Entra that others have turned on", change({ ...user(A), aadProfile: { managed: true } }, user(A)), []],
    [
        "add-ons that the program drops as a whole, which are turned off",
        change(insights(true), insights(false), {
            lastApplied: { set: { addonProfiles: { omsagent: { enabled: true } } } },
        }),
        [],
    ],
    ["add-ons of others", change(insights(true), insights(true)), []],
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
        "the first run for a cluster of other pools",
        change(user(A), user(A), {
            ...second({ name: "second", mode: "System" }),
            lastApplied: { systemPool: "second" },
        }),
        [],
    ],
    [
        "another cluster in its place",
        change(
            undefined,
            { ...user(A), location: "westeurope" },
            { replaced: { location: "northeurope" }, lastApplied: {} },
        ),
        ["ClusterReplaced"],
    ],
    [
        "another cluster in its place, which the program does not ask for",
        change(
            undefined,
            { ...user(A), location: "westeurope" },
            { replaced: { location: "West Europe" }, lastApplied: {} },
        ),
        ["ReplacementNotDesired"],
    ],
    [
        "a new cluster where the last run's is gone",
        change(undefined, { ...user(A), location: "westeurope" }, { lastApplied: {} }),
        [],
    ],
    [
        "a new cluster under the name of one that no run has left",
        change(undefined, { ...user(A), location: "westeurope" }, { replaced: { location: "westeurope" } }),
        ["ClusterExists"],
    ],
    [
        "a new cluster under the name of one in another region",
        change(undefined, { ...user(A), location: "westeurope" }, { replaced: { location: "northeurope" } }),
        ["ClusterExists"],
    ],
    ["an existing cluster that was imported", change(user(A), user(A), { lastApplied: {} }), []],
    [
        "a state that is behind",
        change(pool({ count: 1 }), pool({ count: 1 }), { live: pool({ count: 7 }), isUnchanged: true }),
        ["OutdatedState"],
    ],
    [
        "a state that is behind in another setting",
        change(
            { ...user(A), supportPlan: "old" },
            { ...user(A), supportPlan: "old" },
            {
                live: { supportPlan: "new" },
                isUnchanged: true,
            },
        ),
        ["OutdatedState"],
    ],
    ["a state that shows what is live", change(pool({ count: 1 }), pool({ count: 1 }), { isUnchanged: true }), []],
    [
        "a state with the identity that somebody has replaced by the desired one",
        change(user(B), user(B), { inState: user(A) }),
        ["OutdatedState"],
    ],
    [
        "the same, as Azure shows the identities",
        change({ identity: { type: "UserAssigned", userAssignedIdentities: { [B]: {} } } }, user(B.toUpperCase()), {
            inState: user(A),
        }),
        ["OutdatedState"],
    ],
    [
        "a state with the same identity in another case",
        change(user(B), user(B), { inState: user(B.toUpperCase()) }),
        [],
    ],
    [
        "a state that is behind, of an update that changes something else",
        change(pool({ count: 1 }), { ...pool({ count: 1 }), supportPlan: "new" }, { live: pool({ count: 7 }) }),
        ["ChangesSetBack"],
    ],
    [
        "a setting of others that the program sets otherwise from now on",
        change(pool({ count: 1 }), pool({ count: 3 }), { live: pool({ count: 7 }) }),
        [],
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
        "a newer version of the control plane and the system pool beside a spot pool",
        change(
            { ...besideSpot("1.33"), kubernetesVersion: "1.33" },
            { ...besideSpot("1.34"), kubernetesVersion: "1.34" },
        ),
        ["SpotPoolUpgrade"],
    ],
    [
        "a newer version of the control plane alone beside a spot pool",
        change(
            { ...besideSpot("1.33"), kubernetesVersion: "1.33" },
            { ...besideSpot("1.33"), kubernetesVersion: "1.34" },
        ),
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
            live: { addonProfiles: { ACIConnectorLinux: { enabled: true, config: { subnetName: "aci" } } } },
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
    [
        "another Windows password, for which azure-native would replace the cluster",
        change(undefined, user(A), { replaced: {}, lastApplied: {}, facts: { changesWindowsPassword: true } }),
        ["WindowsPasswordStays"],
    ],
    [
        "a role that a cluster needs for what is left out",
        change(user(A), user(A), { facts: { leftOut: ["apiServer.privateDNSZone"] } }),
        ["RoleStillNeeded"],
    ],
    [
        "one that would replace the cluster",
        change(undefined, user(A), {
            replaced: {},
            lastApplied: {},
            facts: { leftOut: ["encryption.diskEncryptionSetId"] },
        }),
        ["RoleStillNeeded"],
    ],
    ["the same Windows password", change(user(A), user(A), { facts: { changesWindowsPassword: false } }), []],
    ["the same secret of the service principal", change(principal, principal), []],
    [
        "no secret of the service principal any more",
        change(principal, { servicePrincipalProfile: { clientId: "client" } }),
        [],
    ],
    ["secrets encrypted with the key of another vault", change(kms("one"), kms("two")), ["EncryptionKeyStays"]],
    ["secrets no longer encrypted", change(kms("one"), user(A)), ["EncryptionKeyStays"]],
    ["secrets encrypted with another key of the same vault", change(kms("one", "a"), kms("ONE", "b")), []],
    ["secrets encrypted with a key that is not known yet", change(kms("one"), encrypted(UNKNOWN)), []],
    ["secrets encrypted from now on", change(user(A), kms("one")), []],
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

describe("inputs that are left out, although a role is still needed for them", () => {
    const zone = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/z";
    const disks = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/d";
    const subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    const inServer = (privateDNSZone: unknown, subnetId?: unknown) => ({
        apiServerAccessProfile: { privateDNSZone, ...(subnetId !== undefined && { subnetId }) },
    });

    test.each<
        [what: string, rows: typeof GRANTED_TO_CLUSTER, set: object, live: Inputs, desired: Inputs, found: string[]]
    >([
        ["a zone", GRANTED_TO_CLUSTER, inServer(true), inServer(zone), {}, ["apiServer.privateDNSZone"]],
        ["a zone that AKS made", GRANTED_TO_CLUSTER, inServer(true), inServer("system"), {}, []],
        ["a zone that no run has set", GRANTED_TO_CLUSTER, {}, inServer(zone), {}, []],
        ["a zone that is not known yet", GRANTED_TO_CLUSTER, inServer(true), inServer(zone), inServer(UNKNOWN), []],
        [
            "the API server's subnet",
            GRANTED_TO_CLUSTER,
            inServer(true, true),
            inServer("none", subnet),
            {},
            ["apiServer.subnetId"],
        ],
        [
            "disks",
            GRANTED_TO_CLUSTER,
            { diskEncryptionSetID: true },
            { diskEncryptionSetID: disks },
            {},
            ["encryption.diskEncryptionSetId"],
        ],
        [
            "subnets of pools",
            GRANTED_TO_POOL,
            { vnetSubnetID: true, podSubnetID: true },
            { vnetSubnetID: subnet, podSubnetID: subnet },
            { podSubnetID: subnet },
            ["subnetId"],
        ],
    ])("%s", (_, rows, set, live, desired, found) => {
        const lastApplied = { set: set as never, others: {} };
        expect(leftOut(rows, { lastApplied, live, desired }).map(([path, row]) => inputOf(path, row))).toEqual(found);
    });
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
            "Microsoft's page on system-assigned identities says that this update itself replaces all nodes (https://learn.microsoft.com/azure/aks/system-assigned-managed-identity). So update at a time at which all pods can move, and run `managed-identity-aks verify` first: it shows whether a pool still needs the upgrade.",
        ].join("\n"),
    );
});

test("all fixed inputs are reported at once, with the names of the program", () => {
    const given = change(pool({}), pool({ vmSize: "Standard_D8ds_v5", podSubnetID: "/subnets/b" }));
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        [
            "systemNodePool.vmSize, systemNodePool.podSubnetId cannot be changed for an existing pool. Replace the pool by another one:",
            '  1. Restore systemNodePool, add the new pool to nodePools with another name and mode: "System", and run `pulumi up`.',
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

test("a replacement says what it is for and in which order it goes", () => {
    const desired = { ...user(A), location: "westeurope", dnsPrefix: "new" };
    const replaced = { location: "northeurope", dnsPrefix: "old" };
    const given = change(undefined, desired, { replaced, lastApplied: {} });
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        "the cluster is replaced, with all that runs on it: location, dnsPrefix change, which an update cannot do. The old cluster is deleted before the new one is created. To keep the cluster, undo the change. The resource option protect makes such a preview fail.",
    );
});

test("a cluster that exists is reported with both ways out of it", () => {
    const given = change(undefined, user(A), { replaced: {} });
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        [
            "the cluster cluster exists already in resource group group, and this stack does not contain it. A run that ended before Azure had answered may have created it. Nothing was created.",
            "  - If it is the cluster of this program, import it: set adopt, run `pulumi up`, and remove adopt:",
            `      adopt: { clusterId: "${CLUSTER_ID}" }`,
            "  - If it is another one, set clusterName of aks to another name.",
        ].join("\n"),
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
    /** The system pool: what the update sends, what is live, and what is in the state. */
    const states = (desired: Inputs, live: Inputs, inState: Inputs) => {
        const [sent, now, before] = [desired, live, inState].map(pool);
        return { sent: sent ?? {}, live: now ?? {}, inState: before ?? {} };
    };
    const version = (orchestratorVersion: string) => ({ orchestratorVersion });
    const zones = (...availabilityZones: string[]) => ({ availabilityZones });

    test.each<[what: string, of: ReturnType<typeof states>, outdated: string[], setBack: string[]]>([
        ["nothing has changed", states({ count: 1 }, { count: 1 }, { count: 1 }), [], []],
        [
            "others have changed it",
            states({ count: 1 }, { count: 7 }, { count: 1 }),
            ["count of pool system, now 7"],
            ["count of pool system, now 7"],
        ],
        ["the live value is sent", states({ count: 7 }, { count: 7 }, { count: 1 }), [], []],
        [
            "the program changes it, and the state does not know of the live value",
            states({ count: 3 }, { count: 7 }, { count: 1 }),
            ["count of pool system, now 7"],
            [],
        ],
        [
            "the state knows of it, and a preview shows the change",
            states({ count: 1 }, { count: 7 }, { count: 7 }),
            ["count of pool system, now 7"],
            [],
        ],
        ["a patch of the same version", states(version("1.34"), version("1.34.2"), version("1.34.1")), [], []],
        ["zones in another order", states(zones("1", "2"), zones("2", "1"), zones("1", "2")), [], []],
        ["nothing is sent of it", states({}, { count: 7 }, { count: 1 }), [], []],
        [
            "others have removed it",
            states({ nodeLabels: { a: "b" } }, {}, { nodeLabels: { a: "b" } }),
            ["nodeLabels of pool system, now not set"],
            ["nodeLabels of pool system, now not set"],
        ],
    ])("%s", (_, { sent, live, inState }, outdated, setBack) => {
        expect(outdatedInCluster(change(live, sent, { inState, isUnchanged: true }))).toEqual(outdated);
        expect(setBackInCluster(change(live, sent, { inState, isUnchanged: true }))).toEqual([]);
        expect(setBackInCluster(change(live, sent, { inState }))).toEqual(setBack);
        expect(outdatedInCluster(change(live, sent, { inState }))).toEqual([]);
        const own = (values: Inputs) => Object((values.agentPoolProfiles as Inputs[])[0]);
        const facts = { component: "aks", pool: "system" };
        const ofPool = { live: own(live), desired: own(sent), inState: own(inState), facts };
        expect(outdatedInPool({ ...ofPool, isUnchanged: true })).toEqual(outdated);
        expect(setBackInPool({ ...ofPool, isUnchanged: true })).toEqual([]);
        expect(setBackInPool(ofPool)).toEqual(setBack);
        expect(outdatedInPool(ofPool)).toEqual([]);
    });

    test("pools are compared by name, and one that is gone is named", () => {
        const pools = (...all: Inputs[]): Inputs => ({ ...user(A), agentPoolProfiles: all });
        const batch = { name: "batch", count: 2 };
        const before = pools(batch, { name: "system", count: 1 });
        const outdated = (live: Inputs) => outdatedInCluster(change(live, before, { isUnchanged: true }));
        expect(outdated(pools({ name: "system", count: 4 }))).toEqual([
            "pool batch, which is no longer there",
            "count of pool system, now 4",
        ]);
        expect(outdated(pools({ name: "system", count: 1 }, batch))).toEqual([]);
    });

    test("a cluster or a pool that is created reverts nothing", () => {
        const facts = { component: "aks", pool: "work" };
        expect(outdatedInCluster(change(undefined, pool({ count: 1 }), { isUnchanged: true }))).toEqual([]);
        expect(setBackInCluster(change(undefined, pool({ count: 1 })))).toEqual([]);
        expect(outdatedInPool({ desired: { count: 1 }, isUnchanged: true, facts })).toEqual([]);
        expect(setBackInPool({ desired: { count: 1 }, facts })).toEqual([]);
    });

    test("secrets, which Azure does not show, and names are no part of it", () => {
        const windows = { windowsProfile: { adminUsername: "admin", adminPassword: "hush" } };
        const sent = { ...principal, ...windows, resourceName: "cluster" };
        const shown = { servicePrincipalProfile: { clientId: "client" }, windowsProfile: { adminUsername: "admin" } };
        expect(outdatedInCluster(change(shown, sent, { isUnchanged: true, inState: sent }))).toEqual([]);
        expect(setBackInCluster(change(shown, sent, { inState: sent }))).toEqual([]);
    });
});

describe("a pool that is a resource of its own", () => {
    const living = { vmSize: "Standard_D4ds_v5", vnetSubnetID: "/Subnets/A", maxPods: 30, count: 1 };
    const updated = (desired: Inputs, now: Inputs = living, further: Partial<PoolChange> = {}): PoolChange => ({
        desired,
        live: now,
        inState: now,
        facts: { component: "aks", pool: "work" },
        ...further,
    });

    test.each<[what: string, after: Inputs, found: string[]]>([
        ["the same", living, []],
        ["the subnet in another case", { ...living, vnetSubnetID: "/subnets/a" }, []],
        ["another subnet, more pods", { ...living, vnetSubnetID: "/subnets/b", maxPods: 110 }, ["subnetId", "maxPods"]],
        ["a subnet for pods", { ...living, podSubnetID: "/subnets/b" }, ["podSubnetId"]],
        [
            "other zones, system and disks",
            { ...living, availabilityZones: ["1"], osType: "Windows", osDiskSizeGB: 64, osDiskType: "Ephemeral" },
            ["availabilityZones", "osType", "osDiskSizeGB", "osDiskType"],
        ],
        [
            "another price for other machines",
            { ...living, scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Deallocate", spotMaxPrice: 0.5 },
            ["scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"],
        ],
        ["the usual machines, which AKS does not show", { ...living, scaleSetPriority: "Regular" }, []],
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
        [
            "one with another VM size",
            { desired: { vmSize: "new" }, replaced: { vmSize: "old" } },
            {},
            [
                "aks: pool work is replaced, because of vmSize. It is deleted before the new one exists: its pods are evicted, and wait. To have the new pool first, add one with another name, and remove this one in a later update. (PoolReplaced; https://learn.microsoft.com/azure/aks/resize-node-pool)",
            ],
        ],
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
        const changed = { ...living, count: 7 };
        expect(messages(updated(living, changed, { isUnchanged: true }))).toEqual([
            expect.stringContaining("count of pool work, now 7. Run `pulumi up --refresh`"),
        ]);
        expect(messages(updated(living, changed, { inState: living }))).toEqual([
            expect.stringContaining("sets back what others have changed in Azure: count of pool work, now 7."),
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
