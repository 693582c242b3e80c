import * as pulumi from "@pulumi/pulumi";
import { addonsOn, type Change, hasPodIdentities, runsAs, UNKNOWN } from "../../src/transitions/change";
import { TRANSITIONS, describe as text } from "../../src/transitions/table";

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
const withAddons = (enabled: boolean): Inputs => ({
    ...user(A),
    addonProfiles: { omsagent: { enabled }, azurepolicy: { enabled: false } },
    ingressProfile: { webAppRouting: { enabled } },
});
const withPods = (userAssignedIdentities: object[]): Inputs => ({
    ...withAddons(false),
    podIdentityProfile: { enabled: true, userAssignedIdentities },
});

function change(before: Inputs | undefined, after: Inputs, beside: Partial<Change> = {}): Change {
    return {
        ...(before && { before: runsAs(before) }),
        after: runsAs(after),
        component: "aks",
        resourceGroupName: "group",
        clusterName: "cluster",
        pools: ["system", "work"],
        kubeletGrants: ["AcrPull"],
        controlPlaneGrants: ["Network Contributor"],
        entra: { before: false, after: false },
        addons: { before: addonsOn(before ?? {}), named: after.addonProfiles !== undefined },
        podIdentities: hasPodIdentities(after),
        ...beside,
    };
}

const codes = (given: Change) => TRANSITIONS.filter(({ when }) => when(given)).map(({ code }) => code);

const rows: [what: string, change: Change, found: string[]][] = [
    ["a new cluster", change(undefined, own(UNKNOWN, UNKNOWN)), []],
    ["a new service principal cluster", change(undefined, principal), []],
    [
        "one without its secret",
        change(undefined, { servicePrincipalProfile: { clientId: "client" } }),
        ["ServicePrincipalNeedsSecret"],
    ],
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
        change(principal, own(A, B), { keptClientId: "other" }),
        ["NodesLoseServicePrincipal", "NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, kept",
        change(principal, own(A, B), { keptClientId: "CLIENT" }),
        ["NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, kept as far as a preview knows",
        change(principal, own(A, B), { keptClientId: UNKNOWN }),
        ["NodesKeepServicePrincipal"],
    ],
    [
        "service principal to user-assigned, whose kubelets need nothing",
        change(principal, own(A, B), { kubeletGrants: [] }),
        ["NodesKeepServicePrincipal"],
    ],
    [
        "service principal to system-assigned",
        change(principal, system, { keptClientId: "client" }),
        ["NodesKeepServicePrincipal", "SystemAssignedGetsRolesLater"],
    ],
    ["user-assigned to another", change(user(A), user(B)), ["OtherUserAssignedIdentity"]],
    [
        "user-assigned to one about to be made",
        change(user(A), user(pulumi.unknown)),
        ["OtherUserAssignedIdentity"],
    ],
    [
        "system-assigned to user-assigned, let go",
        change(system, user(A), { leftPrincipalId: "left" }),
        ["ControlPlaneKeepsToken"],
    ],
    [
        "system-assigned to user-assigned, another kept",
        change(system, user(A), { leftPrincipalId: "left", keptPrincipalId: "other" }),
        ["ControlPlaneKeepsToken"],
    ],
    [
        "system-assigned to user-assigned, kept",
        change(system, user(A), { leftPrincipalId: "left", keptPrincipalId: "LEFT" }),
        [],
    ],
    [
        "system-assigned to user-assigned, with nothing to lose",
        change(system, user(A), { leftPrincipalId: "left", controlPlaneGrants: [] }),
        [],
    ],
    ["user-assigned to system-assigned", change(user(A), system), ["SystemAssignedGetsRolesLater"]],
    ["AKS-made kubelets to own", change(user(A), own(A, B)), ["KubeletIdentityUpgradesNodes"]],
    ["own kubelets to others", change(own(A, A), own(A, UNKNOWN)), ["KubeletIdentityUpgradesNodes"]],
    ["Entra off", change(user(A), user(A), { entra: { before: true, after: false } }), ["EntraStaysOn"]],
    ["add-ons that the program drops as a whole", change(withAddons(true), user(A)), ["AddonsStayOn"]],
    ["add-ons turned off", change(withAddons(true), withAddons(false)), []],
    ["add-ons that were off, dropped", change(withAddons(false), user(A)), []],
    [
        "add-ons of which a preview knows nothing",
        change(withAddons(true), { ...user(A), addonProfiles: UNKNOWN }),
        [],
    ],
    [
        "Prometheus, dropped",
        change({ ...user(A), azureMonitorProfile: { metrics: { enabled: true } } }, user(A)),
        ["AddonsStayOn"],
    ],
    ["pod identity, dropped", change(withPods([]), user(A)), ["AddonsStayOn"]],
    ["a new cluster with pod identity", change(undefined, withPods([])), []],
    [
        "one with identities of pods",
        change(undefined, withPods([{ name: "app" }])),
        ["PodIdentitiesFollowCluster"],
    ],
    ["identities of pods on a living cluster", change(withPods([]), withPods([{ name: "app" }])), []],
    ["Entra on", change(user(A), user(A), { entra: { before: false, after: true } }), []],
];

test.each(rows)("%s", (_, given, found) => {
    expect(codes(given)).toEqual(found);
    for (const transition of TRANSITIONS.filter(({ when }) => when(given))) {
        expect(text(transition, given)).toMatch(/^aks: .*https:\/\/\S+\)$/s);
        expect(text(transition, given)).not.toMatch(/undefined|Symbol|hush/);
    }
});

test("every transition has an example above", () => {
    expect(TRANSITIONS.map(({ code }) => code).sort()).toEqual(
        [...new Set(rows.flatMap(([, , found]) => found))].sort(),
    );
});

test("a migration says what to run for each pool", () => {
    const given = change(principal, own(A, B), { keptClientId: "client" });
    const [found] = TRANSITIONS.filter(({ when }) => when(given));
    expect(found?.message(given)).toBe(
        [
            "the control plane and add-ons switch to the managed identity, but nodes go on as the service principal until their image is upgraded, which takes a newer image than theirs. After the update run:",
            "  az aks nodepool upgrade --resource-group group --cluster-name cluster --name system --node-image-only",
            "  az aks nodepool upgrade --resource-group group --cluster-name cluster --name work --node-image-only",
            "and then remove controlPlaneIdentity.servicePrincipal.",
        ].join("\n"),
    );
});
