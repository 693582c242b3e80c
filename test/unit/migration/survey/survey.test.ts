import { exitCodeOf } from "../../../../src/migration/checks/results";
import { ExitCode } from "../../../../src/migration/report";
import { clusterLabels } from "../../../../src/migration/survey/clusterLabels";
import { readFleet } from "../../../../src/migration/survey/fleet";
import { RETIRED_FEATURES } from "../../../../src/migration/survey/retired";
import { type Survey, surveyOf } from "../../../../src/migration/survey/survey";
import type { ClusterReadings } from "../../../../src/migration/survey/surveyedCluster";
import { surveyResults } from "../../../../src/migration/survey/surveyResults";
import { RETIRED_IMAGES } from "../../../../src/rules/retiredImages";
import { SUBNET } from "../clusters";
import { CLIENT_ID, cluster, idOf, input, legacy, NOW, survey } from "./fleets";

const surveyExitCode = (survey: Survey) => exitCodeOf(surveyResults(survey));

const DAY = 24 * 60 * 60 * 1000;
const IDENTITY =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
const ownIdentity = (name: string, id: string, properties: object = {}) =>
    cluster(name, properties, { identity: { type: "UserAssigned", userAssignedIdentities: { [id]: {} } } });
const pools = (...all: object[]) => ({
    agentPoolProfiles: all.map((pool, index) => ({
        name: `pool${index}`,
        mode: "System",
        count: 3,
        vmSize: "Standard_D4ds_v5",
        type: "VirtualMachineScaleSets",
        ...pool,
    })),
});

/** As Graph lists the application of a client id. */
const application = (...ends: number[]) => ({
    appId: CLIENT_ID,
    passwordCredentials: ends.slice(0, 1).map((days) => ({ endDateTime: new Date(NOW + days * DAY).toISOString() })),
    keyCredentials: ends.slice(1).map((days) => ({ endDateTime: new Date(NOW + days * DAY).toISOString() })),
});
/** A scale set of a pool, with the kubelet identity of `cluster` or without. */
function scaleSet(pool: string, { isUpgraded, areNodes = isUpgraded }: { isUpgraded: boolean; areNodes?: boolean }) {
    const { resourceId } = Object(cluster("x") as { properties: { identityProfile: { kubeletidentity: object } } })
        .properties.identityProfile.kubeletidentity;
    return {
        id: `scale-set-of-${pool}`,
        poolName: pool,
        identities: isUpgraded ? [resourceId] : [],
        nodes: { value: [{ name: "0", latestModelApplied: areNodes }] },
    };
}
const readings = (all: Record<string, ClusterReadings>) =>
    new Map(Object.entries(all).map(([name, each]) => [idOf(name).toLowerCase(), each]));

describe("what a cluster runs as", () => {
    test.each<[string, object, object]>([
        [
            "a service principal",
            legacy("c"),
            {
                controlPlane: "ServicePrincipal",
                kubelet: "ServicePrincipal",
                principal: CLIENT_ID,
                nodes: "current",
                toDo: "Migration",
            },
        ],
        [
            "a system-assigned identity",
            cluster("c"),
            { controlPlane: "SystemAssigned", kubelet: "AksManaged", nodes: "unknown", toDo: "Nothing" },
        ],
        [
            "an own identity, and the kubelets that of AKS",
            ownIdentity("c", `${IDENTITY}/one`),
            { controlPlane: "UserAssigned", kubelet: "AksManaged", principal: `${IDENTITY}/one` },
        ],
        [
            "own identities",
            ownIdentity("c", `${IDENTITY}/one`, {
                identityProfile: { kubeletidentity: { resourceId: `${IDENTITY}/two` } },
            }),
            { controlPlane: "UserAssigned", kubelet: "UserAssigned" },
        ],
    ])("%s", (_, json, expected) => {
        expect(survey([json]).clusters).toMatchObject([{ id: idOf("c"), kubernetesVersion: "1.33.4", ...expected }]);
    });
});

describe("the nodes of a cluster that may have switched", () => {
    const two = { ...cluster("c", pools({}, {})) };
    test.each<[string, ClusterReadings, string, string[], string]>([
        [
            "all upgraded",
            {
                scaleSets: {
                    value: [scaleSet("pool0", { isUpgraded: true }), scaleSet("pool1", { isUpgraded: true })],
                },
            },
            "current",
            [],
            "Nothing",
        ],
        [
            "none upgraded",
            {
                scaleSets: {
                    value: [scaleSet("pool0", { isUpgraded: false }), scaleSet("pool1", { isUpgraded: false })],
                },
            },
            "previous",
            ["pool0", "pool1"],
            "NodeImages",
        ],
        [
            "one upgraded",
            {
                scaleSets: {
                    value: [scaleSet("pool0", { isUpgraded: true }), scaleSet("pool1", { isUpgraded: false })],
                },
            },
            "mixed",
            ["pool1"],
            "NodeImages",
        ],
        [
            "one under way",
            {
                scaleSets: {
                    value: [
                        scaleSet("pool0", { isUpgraded: true }),
                        scaleSet("pool1", { isUpgraded: true, areNodes: false }),
                    ],
                },
            },
            "mixed",
            ["pool1"],
            "NodeImages",
        ],
        [
            "one without a scale set",
            { scaleSets: { value: [scaleSet("pool0", { isUpgraded: false })] } },
            "mixed",
            ["pool0"],
            "NodeImages",
        ],
        [
            "one not upgraded yet and one not known",
            { scaleSets: { value: [scaleSet("pool0", { isUpgraded: true })] } },
            "unknown",
            [],
            "Nothing",
        ],
        ["not readable", { scaleSets: { failure: "GET x: 403 AuthorizationFailed: no" } }, "unknown", [], "Nothing"],
    ])("%s", (_, read, nodes, poolsToUpgrade, toDo) => {
        const found = survey([two], readings({ c: read }));
        expect(found.clusters).toMatchObject([{ nodes, poolsToUpgrade, toDo }]);
        const code = toDo === "NodeImages" ? ExitCode.FollowUp : ExitCode.Ok;
        expect(surveyExitCode({ ...found, unread: [] })).toBe(code);
    });

    test("are not read of a list: that is said, and no reason to fail", () => {
        const found = survey([two]);
        expect(found).toMatchObject({ unread: [], counts: { nodesUnknown: 1 } });
        expect(found.notes).toEqual([expect.stringMatching(/^A list does not show whether nodes .* not known: 1\.$/)]);
        expect(surveyExitCode(found)).toBe(ExitCode.Ok);
    });

    test("and that were to be read are named where they were not", () => {
        const found = survey([two], readings({ c: { scaleSets: { failure: "GET x: 403 AuthorizationFailed: no" } } }));
        expect(found.unread).toEqual([{ what: `nodes of ${idOf("c")}`, reason: "GET x: 403 AuthorizationFailed: no" }]);
        expect(surveyExitCode(found)).toBe(ExitCode.Incomplete);
    });
});

describe("the secret of a service principal", () => {
    test.each<[string, object[], object]>([
        ["the one that ends last counts", [application(-10, 100)], { state: "valid", days: 100 }],
        ["30 days are enough", [application(30)], { state: "valid", days: 30 }],
        ["less are not", [application(29)], { state: "expiring", days: 29, endsOn: "2026-11-30T00:00:00.000Z" }],
        ["it ends now", [application(0)], { state: "expired", days: 0 }],
        ["all have ended", [application(-1, -20)], { state: "expired", days: -1 }],
        [
            "no application",
            [],
            { state: "unknown", reason: expect.stringContaining("no application with this client id") },
        ],
        [
            "no credential",
            [application()],
            { state: "unknown", reason: expect.stringContaining("neither a secret nor") },
        ],
        ["a time that is none", [{ passwordCredentials: [{ endDateTime: "soon" }, null] }], { state: "unknown" }],
    ])("%s", (_, applications, expected) => {
        const read = readings({ c: { applications: { value: applications } } });
        expect(survey([legacy("c")], read).clusters[0]?.secret).toMatchObject(expected);
    });

    test("that Graph does not show is unknown, not wrong, and not all was read", () => {
        const found = survey([legacy("c")], readings({ c: { applications: { failure: "GET /applications: 403" } } }));
        expect(found.clusters).toMatchObject([{ secret: { state: "unknown" }, migration: { risk: { level: "low" } } }]);
        expect(found.unread).toEqual([{ what: `secret of ${idOf("c")}`, reason: "GET /applications: 403" }]);
        expect(surveyExitCode(found)).toBe(ExitCode.Incomplete);
    });

    test("is not read of a list: that is said, and no reason to fail", () => {
        const found = survey([legacy("c")]);
        expect(found).toMatchObject({ unread: [], counts: { secretUnknown: 1, secretExpired: 0 } });
        expect(found.notes).toEqual([expect.stringMatching(/^A list does not show when secrets .* not known: 1\.$/)]);
        expect(surveyExitCode(found)).toBe(ExitCode.FollowUp);
    });
});

test("a managed-identity cluster has no secret", () => {
    expect(survey([cluster("c")]).clusters[0]).not.toHaveProperty("secret");
});

describe("principals of several clusters", () => {
    test("client ids and own identities in any letter case; other identities are of one cluster", () => {
        const found = survey([
            legacy("a"),
            legacy("b", CLIENT_ID.toUpperCase()),
            legacy("c", "2222aaaa-0000-0000-0000-000000000002"),
            ownIdentity("d", `${IDENTITY}/one`),
            ownIdentity("e", `${IDENTITY}/ONE`),
            ownIdentity("f", `${IDENTITY}/two`),
            cluster("g"),
            cluster("h"),
        ]);
        expect(found.sharedPrincipals).toEqual([
            { kind: "ServicePrincipal", id: CLIENT_ID, clusters: [idOf("a"), idOf("b")] },
            { kind: "UserAssigned", id: `${IDENTITY}/one`, clusters: [idOf("d"), idOf("e")] },
        ]);
    });
});

describe("retired add-ons and features", () => {
    const users: Record<string, object> = {
        HttpApplicationRoutingRetired: { addonProfiles: { httpApplicationRouting: { enabled: true } } },
        KubeDashboardRetired: { addonProfiles: { KubeDashboard: { enabled: true } } },
        PodIdentityEnded: { podIdentityProfile: { enabled: true } },
        LegacyContainerInsightsEnds: {
            addonProfiles: { omsAgent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: "/w" } } },
        },
        KubenetRetires: { networkProfile: { networkPlugin: "kubenet" } },
        AzureNetworkPolicyEnds: { networkProfile: { networkPlugin: "azure", networkPolicy: "azure" } },
        LegacyEntraIntegrationRetired: { aadProfile: { clientAppID: "a", serverAppID: "b" } },
        BasicLoadBalancerRetired: { networkProfile: { networkPlugin: "azure", loadBalancerSku: "Basic" } },
        AvailabilitySetsRetired: pools({ type: "AvailabilitySet" }),
        ApplicationRoutingEnds: { ingressProfile: { webAppRouting: { enabled: true } } },
        OpenServiceMeshRetires: { addonProfiles: { openServiceMesh: { enabled: true } } },
        AzureLinux2Retired: pools({ osSKU: "AzureLinux", nodeImageVersion: "AKSAzureLinux-V2gen2-202502.26.0" }),
        ...Object.fromEntries(
            Object.entries(RETIRED_IMAGES).map(([osSKU, { code }]) => [code, pools({}, { mode: "User", osSKU })]),
        ),
    };
    const CURRENT = {
        addonProfiles: {
            httpApplicationRouting: { enabled: false },
            kubeDashboard: { enabled: false },
            omsagent: { enabled: true, config: { useAADAuth: "true" } },
        },
        podIdentityProfile: { enabled: false },
        networkProfile: { networkPlugin: "azure", networkPolicy: "cilium", loadBalancerSku: "standard" },
        aadProfile: { managed: true },
        ...pools({ osSKU: "AzureLinux", nodeImageVersion: "AKSAzureLinux-V3gen2-202602.13.5" }),
    };

    test.each(RETIRED_FEATURES.map(({ text }) => text.code))("%s", (code) => {
        expect(users[code]).toBeDefined();
        expect(survey([cluster("c", users[code])]).clusters[0]?.retired).toEqual([code]);
    });

    test("a cluster of today uses none", () => {
        expect(survey([cluster("c", CURRENT)])).toMatchObject({ clusters: [{ retired: [] }], counts: { retired: 0 } });
    });

    test("are no matter of identities: they do not decide the exit code", () => {
        const found = survey([cluster("c", users.KubenetRetires)]);
        expect(found.counts.retired).toBe(1);
        expect(surveyExitCode(found)).toBe(ExitCode.Ok);
    });
});

describe("effort and risk", () => {
    const soon = { applications: { value: [application(12)] } };
    const past = { applications: { value: [application(-3)] } };
    test.each<[string, object, ClusterReadings | undefined, string, number, string]>([
        ["one pool", legacy("c"), undefined, "small", 3, "low"],
        ["two pools more", legacy("c", CLIENT_ID, pools({}, {}, {})), undefined, "medium", 5, "low"],
        [
            "a subnet of another group",
            legacy("c", CLIENT_ID, pools({ vnetSubnetID: SUBNET })),
            undefined,
            "small",
            4,
            "medium",
        ],
        [
            "a subnet of its own group",
            legacy("c", CLIENT_ID, pools({ vnetSubnetID: SUBNET.replace("/net/", "/shop/") })),
            undefined,
            "small",
            4,
            "low",
        ],
        [
            "something the component cannot manage",
            legacy("c", CLIENT_ID, { enableRBAC: false }),
            undefined,
            "medium",
            6,
            "high",
        ],
        ["a secret that expires soon", legacy("c"), soon, "small", 3, "medium"],
        ["a secret that has expired", legacy("c"), past, "small", 3, "high"],
        ["seven pools", legacy("c", CLIENT_ID, pools({}, {}, {}, {}, {}, {}, {})), undefined, "large", 9, "low"],
        [
            "nodes alone",
            cluster("c", { ...pools({}), enableRBAC: false }),
            { scaleSets: { value: [scaleSet("pool0", { isUpgraded: false })] } },
            "small",
            1,
            "low",
        ],
    ])("%s", (_, json, read, size, points, level) => {
        const found = survey([json], read && readings({ c: read }));
        expect(found.clusters).toMatchObject([{ migration: { effort: { size, points }, risk: { level } } }]);
        expect(found.clusters[0]?.migration?.risk.reasons).toHaveLength(level === "low" ? 0 : 1);
    });

    test("a service principal of two clusters", () => {
        const found = survey([legacy("a"), legacy("b")]);
        const migration = { effort: { points: 5, size: "medium" }, risk: { level: "medium" } };
        expect(found.clusters).toMatchObject([{ migration }, { migration }]);
    });

    test("an identity of several clusters is no service principal to revoke", () => {
        const found = survey(
            ["a", "b"].map((name) => ownIdentity(name, `${IDENTITY}/one`, pools({}))),
            readings({ a: { scaleSets: { value: [scaleSet("pool0", { isUpgraded: false })] } } }),
        );
        expect(found.sharedPrincipals).toHaveLength(1);
        expect(found.clusters[0]).toMatchObject({
            name: "a",
            migration: { effort: { points: 1 }, risk: { level: "low", reasons: [] } },
        });
    });

    test("a cluster without a system pool is assessed, and blocked", () => {
        const found = survey([legacy("c", CLIENT_ID, pools({ mode: "User" }))]);
        expect(found.clusters).toMatchObject([{ roleAssignments: 0, migration: { risk: { level: "high" } } }]);
        expect(found.counts.blocked).toBe(1);
    });
});

describe("the order of migration", () => {
    const client = (number: number) => `2222aaaa-0000-0000-0000-00000000000${number}`;
    const order = (found: Survey) =>
        found.clusters.flatMap(({ name, migration }) =>
            migration === undefined ? [] : [`${migration.position} ${name}`],
        );
    const expiring = (days: number) => ({ applications: { value: [application(days)] } });

    test("what has expired, what expires soon, then by risk and effort; one principal at a time", () => {
        const clusters = [
            cluster("managed"),
            legacy("shared-large", client(1), pools({}, {}, {}, {})),
            legacy("blocked", client(2), { enableRBAC: false }),
            legacy("soon", client(3), pools({}, {}, {}, {})),
            legacy("shared-small", client(1)),
            legacy("sooner", client(4)),
            legacy("expired", client(5)),
            legacy("larger", client(6), pools({}, {})),
            legacy("small", client(7)),
            cluster("switched", pools({}, {})),
        ];
        const found = survey(
            clusters,
            readings({
                soon: expiring(20),
                sooner: expiring(2),
                expired: expiring(-9),
                switched: {
                    scaleSets: {
                        value: [scaleSet("pool0", { isUpgraded: false }), scaleSet("pool1", { isUpgraded: true })],
                    },
                },
            }),
        );
        expect(order(found)).toEqual([
            "1 expired",
            "2 sooner",
            "3 soon",
            "4 switched",
            "5 small",
            "6 larger",
            "7 shared-small",
            "8 shared-large",
            "9 blocked",
        ]);
        expect(found.trial).toBe(idOf("switched"));
        expect(found.sharedPrincipals[0]?.clusters.at(-1)).toBe(idOf("shared-large"));
        expect(found.clusters.at(-1)).toMatchObject({ name: "managed" });
        expect(found.clusters.at(-1)).not.toHaveProperty("migration");
    });

    test("clusters with one principal wait for the riskiest of them", () => {
        const found = survey([
            legacy("shared", client(1)),
            legacy("shared-blocked", client(1), { enableRBAC: false }),
            legacy("blocked", client(2), { enableRBAC: false }),
        ]);
        expect(order(found)).toEqual(["1 blocked", "2 shared", "3 shared-blocked"]);
    });

    test("does not depend on the order of the list", () => {
        const clusters = [1, 2, 3, 4].map((number) => legacy(`c${number}`, client(number % 2)));
        const found = survey(clusters);
        expect(survey([...clusters].reverse())).toEqual(found);
        expect(order(found)).toEqual(["1 c1", "2 c3", "3 c2", "4 c4"]);
    });

    test.each<[string, object[], Record<string, ClusterReadings>]>([
        ["one cluster", [legacy("a")], {}],
        ["urgent ones alone", [legacy("a"), legacy("b")], { a: expiring(2), b: expiring(2) }],
        ["high risks alone", [1, 2].map((number) => legacy(`c${number}`, client(number), { enableRBAC: false })), {}],
        ["one that is not urgent", [legacy("a"), legacy("b", client(2))], { a: expiring(2), b: expiring(200) }],
    ])("has no trial with %s", (_, clusters, read) => {
        expect(survey(clusters, readings(read))).not.toHaveProperty("trial");
    });
});

test("the highest number of all clusters is the exit code", () => {
    const partial = { value: [legacy("a"), cluster("b")], nextLink: "https://next" };
    const codes = [[[cluster("b")]], [[legacy("a"), cluster("b")]], [partial]].map((values) =>
        surveyExitCode(surveyOf(readFleet(values.map((value) => input(value))), undefined, NOW)),
    );
    expect(codes).toEqual([ExitCode.Ok, ExitCode.FollowUp, ExitCode.Incomplete]);
});

test("a cluster is called by the shortest name that no other one has", () => {
    const in_ = (group: string, name: string, subscription = "0000000000aa") => ({
        ...cluster(name),
        id: idOf(name).replace("/shop/", `/${group}/`).replace("0000000000aa", subscription),
    });
    const all = [in_("one", "shop"), in_("two", "Shop"), in_("two", "web"), in_("two", "shop", "0000000000bb")];
    const labels = clusterLabels(survey(all).clusters.map(({ id }) => id));
    expect([...labels.values()].sort()).toEqual([
        "00000000-0000-0000-0000-0000000000aa/two/Shop",
        "00000000-0000-0000-0000-0000000000bb/two/shop",
        "one/shop",
        "web",
    ]);
});
