import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { isInside, propertyAt } from "../../src/cluster/paths";
import { isApplied, isWithin, merge, pathsOf, sameInAnyCase, untouched } from "../../src/transitions/merge";
import { REPLACEABLE_CLUSTER, REPLACEABLE_POOL } from "../../src/transitions/replacement";
import {
    type AppliedResource,
    CLUSTER_KIND,
    clusterUpdateOf,
    type Existing,
    ignoredUnseen,
    inlinePool,
    othersIn,
    POOL_KIND,
    poolUpdateOf,
    setIn,
    WINDOWS_PASSWORD,
} from "../../src/transitions/update";
import { isRecord, omit, type Values, valueNamed } from "../../src/values";

const GROUP = "/subscriptions/5ab5c21e-0a9e-4c52-8f0d-0a2c4d7e9b10/resourceGroups/group/providers";
const IDENTITY = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/aks-control-plane`;
const DISKS = `${GROUP}/Microsoft.Compute/diskEncryptionSets/disks`;

describe("what is sent", () => {
    const on = { enabled: true, config: { workspace: "logs" } };

    test.each<[what: string, lastApplied: object | undefined, live: Values, desired: Values, sent: Values]>([
        ["what the program sets", {}, { sku: "Base" }, { sku: "Automatic" }, { sku: "Automatic" }],
        ["a list as a whole", { zones: ["1"] }, { zones: ["1", "2"] }, { zones: ["3"] }, { zones: ["3"] }],
        [
            "tags of the program beside those of others",
            { tags: { team: "shop" } },
            { tags: { team: "shop", "a.b/c": "others" } },
            { tags: { team: "web" } },
            { tags: { team: "web", "a.b/c": "others" } },
        ],
        [
            "no tag that the program has given up",
            { tags: { team: "shop", "a.b/c": "own" } },
            { tags: { team: "shop", "a.b/c": "own" } },
            { tags: { team: "shop" } },
            { tags: { team: "shop" } },
        ],
        [
            "nothing of an object that was all the program's",
            { tags: { team: "shop" } },
            { tags: { team: "shop" } },
            {},
            {},
        ],
        [
            "an add-on off that the program has given up",
            { omsagent: on },
            { omsagent: on },
            {},
            { omsagent: { enabled: false } },
        ],
        [
            "an add-on off, found in whatever case",
            { omsAgent: on },
            { omsagent: { ...on, identity: { clientId: "id" } } },
            {},
            { omsagent: { enabled: false } },
        ],
        ["nothing of an add-on that is off already", { omsagent: on }, { omsagent: { enabled: false } }, {}, {}],
        ["an add-on of others", {}, { omsagent: on }, {}, { omsagent: on }],
        ["an add-on of others, where no run is known", undefined, { omsagent: on }, {}, { omsagent: on }],
        ["an add-on on again", { omsagent: on }, { omsagent: { enabled: false } }, { omsagent: on }, { omsagent: on }],
        [
            "the autoscaler off that the program has given up, and the count as it is",
            { enableAutoScaling: true, minCount: 1, maxCount: 9 },
            { enableAutoScaling: true, minCount: 1, maxCount: 9, count: 7 },
            {},
            { enableAutoScaling: false, count: 7 },
        ],
        [
            "the autoscaler of others",
            {},
            { enableAutoScaling: true, minCount: 1, maxCount: 9, count: 7 },
            { mode: "User" },
            { enableAutoScaling: true, minCount: 1, maxCount: 9, count: 7, mode: "User" },
        ],
        ["nothing that Azure shows as null", {}, { supportPlan: null }, {}, {}],
        ["a key once, as the program writes it", {}, { ACI: { a: 1 } }, { aci: { b: 2 } }, { aci: { a: 1, b: 2 } }],
    ])("%s", (_, lastApplied, live, desired, sent) => {
        expect(merge({ lastApplied: lastApplied && pathsOf(lastApplied), live, desired })).toEqual(sent);
    });
});

test("the paths of values are as deep as objects are; lists and outputs are leaves", () => {
    const values = {
        networkProfile: { networkPlugin: "azure", podCidr: undefined, ipFamilies: ["IPv4"] },
        securityProfile: pulumi.output({ workloadIdentity: { enabled: true } }),
        tags: undefined,
        oidcIssuerProfile: {},
    };
    expect(pathsOf(values)).toEqual({
        networkProfile: { networkPlugin: true, ipFamilies: true },
        securityProfile: true,
        oidcIssuerProfile: {},
    });
});

describe("whether live values are those that are desired", () => {
    const live = { vmSize: "Standard_D4ds_v5", zones: ["2", "1"], count: 3, extra: true, kubernetesVersion: "1.34.2" };

    test.each<[what: string, desired: object, live: object, isWithin: boolean]>([
        ["the same", { vmSize: "Standard_D4ds_v5", count: 3 }, live, true],
        ["a list in another order", { zones: ["1", "2"] }, live, true],
        ["a part of a list", { zones: ["1"] }, live, false],
        ["a longer list", { zones: ["1", "2", "3"] }, live, false],
        ["an empty list where none is shown", { nodeTaints: [] }, live, true],
        ["a switch that is off, which Azure does not show", { enableFIPS: false }, live, true],
        ["a switch that is on, which Azure does not show", { enableFIPS: true }, live, false],
        ["an empty text, which Azure does not show", { text: "" }, live, true],
        ["a number as text", { count: "3" }, live, true],
        ["a switch as text in another case", { extra: "True" }, live, true],
        ["a value that is not set", { sku: undefined }, live, true],
        ["a value that is not known yet", { count: pulumi.unknown }, live, false],
        ["an output", { count: pulumi.output(3) }, live, false],
        ["the patch of a version", { kubernetesVersion: "1.34" }, live, true],
        ["another version", { kubernetesVersion: "1.3" }, live, false],
        ["a region by its display name", { location: "West Europe" }, { location: "westeurope" }, true],
        ["an id in another case", { id: DISKS.toUpperCase() }, { id: DISKS }, true],
        ["a word of Azure's in another case", { vmSize: "standard_d4ds_v5" }, live, true],
        ["a tag in another case", { tags: { team: "Shop" } }, { tags: { team: "shop" } }, false],
        ["identities, which Azure shows by id", { ids: [IDENTITY] }, { ids: { [IDENTITY.toLowerCase()]: {} } }, true],
        ["other identities", { ids: [IDENTITY] }, { ids: { other: {} } }, false],
        ["a key in another case", { ACIConnector: { enabled: true } }, { aciConnector: { enabled: true } }, true],
        ["an object that is not shown", { profile: { a: 1 } }, {}, false],
        ["an object of switches that are off", { profile: { enabled: false } }, {}, true],
    ])("%s", (_, desired, shown, found) => {
        expect(isWithin(desired, shown)).toBe(found);
    });

    test.each([
        ["westeurope", "West Europe", true],
        [DISKS, `${DISKS.toUpperCase()}/`, true],
        [DISKS.slice(1), DISKS, true],
        ["one", "two", false],
    ])("%s is %s, in any case: %j", (desired, shown, same) => {
        expect(sameInAnyCase(desired, shown)).toBe(same);
    });
});

/** Text that is nobody's secret; a secret starts otherwise. */
const text = fc.constantFrom("a", "b", "c", "on");
const flag = fc.boolean();
const number = fc.integer({ min: 0, max: 5 });
const texts = fc.uniqueArray(text, { maxLength: 3 });
const keys = ["team", "Cost", "a.b/c", 'say "hi"', "k8s.io/role-x", "[0]", "ünï", "enable", "__proto"];
const labels = fc.dictionary(fc.constantFrom(...keys), text, { maxKeys: 4 });

const some = <T extends Record<string, fc.Arbitrary<unknown>>>(model: T): fc.Arbitrary<Values> =>
    fc.record(model, { requiredKeys: [] }) as unknown as fc.Arbitrary<Values>;

const addon = some({ enabled: flag, config: labels });

/** Settings that a program, AKS and others set, by azure-native's names. */
const settings = some({
    tags: labels,
    sku: some({ name: text, tier: text }),
    supportPlan: text,
    disableLocalAccounts: flag,
    autoScalerProfile: some({ expander: text, scanInterval: text }),
    addonProfiles: some({ omsagent: addon, azurepolicy: addon, aciConnectorLinux: addon }),
    azureMonitorProfile: some({
        metrics: some({ enabled: flag, kubeStateMetrics: some({ metricLabelsAllowlist: text }) }),
    }),
    ingressProfile: some({ webAppRouting: some({ enabled: flag, dnsZoneResourceIds: texts }) }),
    oidcIssuerProfile: some({ enabled: flag }),
    securityProfile: some({ workloadIdentity: some({ enabled: flag }), imageCleaner: some({ enabled: flag }) }),
    apiServerAccessProfile: some({ authorizedIPRanges: texts, enablePrivateCluster: flag }),
    networkProfile: some({
        networkPlugin: text,
        podCidr: text,
        serviceCidrs: texts,
        loadBalancerProfile: some({ idleTimeoutInMinutes: number, managedOutboundIPs: some({ count: number }) }),
    }),
});

const ofCluster = fc
    .tuple(
        settings,
        some({
            kubernetesVersion: fc.constantFrom("1.33.1", "1.34.2"),
            dnsPrefix: text,
            location: text,
            nodeResourceGroup: text,
            diskEncryptionSetID: fc.constantFrom(DISKS, DISKS.toUpperCase(), `${DISKS}2`),
            linuxProfile: some({ adminUsername: text }),
            windowsProfile: some({ adminUsername: text, adminPassword: fc.constantFrom("hush1", "hush2") }),
            identity: fc.constantFrom(
                { type: "SystemAssigned" },
                { type: "UserAssigned", userAssignedIdentities: [IDENTITY] },
            ),
            servicePrincipalProfile: some({ clientId: text, secret: fc.constantFrom("hush3", "hush4") }),
        }),
    )
    .map(([one, other]): Values => ({ ...one, ...other }));

const ofPool = some({
    vmSize: text,
    count: number,
    enableAutoScaling: flag,
    minCount: number,
    maxCount: number,
    orchestratorVersion: fc.constantFrom("1.33.1", "1.34.2"),
    mode: fc.constantFrom("User", "System"),
    nodeLabels: labels,
    nodeTaints: texts,
    tags: labels,
    osDiskSizeGB: number,
    upgradeSettings: some({ maxSurge: text, drainTimeoutInMinutes: number }),
    gpuInstanceProfile: text,
    networkProfile: some({ nodePublicIPTags: texts, allowedHostPorts: texts }),
});

/** What three parties set of the same properties; often one of them has what another one has. */
const threeOf = (values: fc.Arbitrary<Values>) =>
    fc.tuple(values, values, values, values, fc.boolean()).map(([shared, last, live, desired, isKnown]) => ({
        lastApplied: isKnown ? { ...shared, ...last } : undefined,
        live: { ...live, ...shared },
        desired: { ...shared, ...desired },
    }));

/** The values of a tree, each with its path; lists are values. */
function leaves(tree: Values, above: string[] = []): [path: string[], value: unknown][] {
    return Object.entries(tree).flatMap(([key, value]): [string[], unknown][] =>
        isRecord(value) ? leaves({ ...value }, [...above, key]) : [[[...above, key], value]],
    );
}

/** What is at a path, in whatever case its keys are; a value of which the path goes on is `beyond`. */
function at(tree: unknown, path: readonly string[], beyond?: unknown): unknown {
    const [key = "", ...rest] = path;
    if (path.length === 0) {
        return tree;
    }
    if (!isRecord(tree)) {
        return tree === undefined ? undefined : beyond;
    }
    return at(valueNamed(key, { ...tree } as Values), rest, beyond);
}

/** Whether an object above a path is turned off: what it was given goes with it. */
function isTurnedOff(path: string[], { lastApplied, live, desired }: ReturnType<typeof pathed>): boolean {
    return path.slice(0, -1).some((_, index) => {
        const enabled = [...path.slice(0, index + 1), "enabled"];
        return (
            `${enabled}` !== `${path}` &&
            at(lastApplied, enabled) === true &&
            at(live, enabled) === true &&
            at(desired, enabled) === undefined
        );
    });
}

const pathed = ({ lastApplied, ...rest }: { lastApplied: Values | undefined; live: Values; desired: Values }) => ({
    ...rest,
    lastApplied: lastApplied && pathsOf(lastApplied),
});

const SWITCHES = ["enabled", "enableAutoScaling"];
const RUNS = { numRuns: 500 };

describe.each([
    ["a cluster", threeOf(ofCluster).map(pathed)],
    ["a pool", threeOf(ofPool).map(pathed)],
])("the merge of the settings of %s", (_, states) => {
    test("has what the program sets", () => {
        fc.assert(
            fc.property(states, (each) => {
                const merged = merge(each);
                for (const [path, value] of leaves(each.desired)) {
                    expect([path, at(merged, path)]).toEqual([path, value]);
                }
            }),
            RUNS,
        );
    });

    test("turns off or leaves out what the last run set and the program no longer sets", () => {
        fc.assert(
            fc.property(states, (each) => {
                const merged = merge(each);
                const given = leaves({ ...each.lastApplied }).map(([path]) => path);
                for (const path of given.filter((path) => at(each.desired, path, "set") === undefined)) {
                    const isSwitch = SWITCHES.includes(path.at(-1) ?? "") && at(each.live, path) === true;
                    const expected = isSwitch && !isTurnedOff(path, each) ? false : undefined;
                    expect([path, at(merged, path)]).toEqual([path, expected]);
                }
            }),
            RUNS,
        );
    });

    test("leaves what neither has set as it is live", () => {
        fc.assert(
            fc.property(states, (each) => {
                const merged = merge(each);
                const neither = leaves(each.live).filter(
                    ([path]) =>
                        at(each.desired, path, "set") === undefined &&
                        at(each.lastApplied, path, "set") === undefined &&
                        !isTurnedOff(path, each),
                );
                for (const [path, value] of neither) {
                    expect([path, at(merged, path)]).toEqual([path, value]);
                }
                // The same paths, as short as they can be.
                const found = untouched(each);
                for (const [path] of leaves(each.live).filter(([path]) => !isTurnedOff(path, each))) {
                    const isFound = found.some((short) => short.every((key, index) => key === path[index]));
                    const isNeither = neither.some(([one]) => `${one}` === `${path}`);
                    expect([path, isFound]).toEqual([path, isNeither]);
                }
            }),
            RUNS,
        );
    });

    test("has nothing else", () => {
        fc.assert(
            fc.property(states, (each) => {
                for (const [path, value] of leaves(merge(each))) {
                    const isOff = value === false && at(each.live, path) === true;
                    const known = [at(each.desired, path), at(each.live, path), ...(isOff ? [false] : [])];
                    expect(known).toContainEqual(value);
                }
            }),
            RUNS,
        );
    });

    test("changes nothing the second time", () => {
        fc.assert(
            fc.property(states, (each) => {
                const merged = merge(each);
                const next = { lastApplied: pathsOf(each.desired), live: merged, desired: each.desired };
                expect(merge(next)).toEqual(merged);
                expect(isApplied(next)).toBe(true);
                // Also where the record of the first time is lost.
                expect(isApplied({ ...each, live: merged })).toBe(true);
            }),
            RUNS,
        );
    });

    test("is due unless live values have all that is desired and nothing that is left over", () => {
        fc.assert(
            fc.property(states, (each) => {
                const [live, merged] = [leaves(each.live), leaves(merge(each))];
                const isSame = ([path, value]: [string[], unknown], other: [string[], unknown][]) =>
                    isWithin(value, other.find(([one]) => `${one}` === `${path}`)?.[1]);
                const isEqual =
                    merged.every((one) => isSame(one, live)) &&
                    live.every(([path, value]) => value === false || merged.some(([one]) => `${one}` === `${path}`));
                if (isEqual) {
                    expect(isApplied(each)).toBe(true);
                }
                if (isApplied(each)) {
                    expect(merged.filter((one) => !isSame(one, live))).toEqual([]);
                }
            }),
            RUNS,
        );
    });
});

/** A cluster and the pool inside it, with what others had set when the last run ended, and what they have set since. */
const CREATION_ONLY = ["kubernetesVersion", "dnsPrefix", "resourceName"];
const POOL_CREATION_ONLY = ["count", "orchestratorVersion"];
const ADDRESS = { resourceGroupName: "group", resourceName: "aks" };
const SYSTEM: Existing = { live: { name: "system" }, desired: { name: "system" }, creationOnly: [] };

type Kind = typeof CLUSTER_KIND;

const existing = (kind: Kind, values: fc.Arbitrary<Values>, creationOnly: string[]) =>
    fc
        .tuple(threeOf(values), values, fc.subarray(creationOnly), fc.boolean())
        .map(([{ lastApplied, live, desired }, before, names, isSame]): Existing & { before: Values } => {
            const shown = withoutSecrets(live);
            const left = isSame ? shown : withoutSecrets({ ...live, ...before });
            const set = lastApplied && setIn(kind, lastApplied, names);
            return {
                ...(set && { lastApplied: { set, others: othersIn(kind, set, left) } }),
                live: { ...shown, provisioningState: "Succeeded" },
                desired,
                creationOnly: names,
                before: left,
            };
        });

/** Azure does not show them. */
function withoutSecrets(values: Values): Values {
    const { windowsProfile, servicePrincipalProfile, ...rest } = values;
    return {
        ...rest,
        ...(isRecord(windowsProfile) && { windowsProfile: omit(windowsProfile, ["adminPassword"]) }),
        ...(isRecord(servicePrincipalProfile) && {
            servicePrincipalProfile: omit(servicePrincipalProfile, ["secret"]),
        }),
    };
}

const clusters = existing(CLUSTER_KIND, ofCluster, CREATION_ONLY).map(({ desired, ...each }) => ({
    ...each,
    desired: { ...ADDRESS, ...desired, agentPoolProfiles: [SYSTEM.desired] },
}));
const pools = existing(POOL_KIND, ofPool, POOL_CREATION_ONLY);

const clusterUpdate = (cluster: Existing) => clusterUpdateOf(cluster, SYSTEM, true);

/** The keys of a path as Pulumi writes it. */
function keysOf(path: string): string[] {
    return [...path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|[^.[\]]+/g)].map(([key, quoted]) =>
        quoted === undefined ? key : JSON.parse(quoted),
    );
}

describe.each([
    {
        of: "a cluster",
        kind: CLUSTER_KIND,
        states: clusters,
        updateOf: clusterUpdate,
        replaceable: REPLACEABLE_CLUSTER,
    },
    { of: "a pool", kind: POOL_KIND, states: pools, updateOf: poolUpdateOf, replaceable: REPLACEABLE_POOL },
])("the update of $of", ({ kind, states, updateOf, replaceable }) => {
    /** What Azure has when all that the program sets is there, beside what others have set. */
    const done = (each: Existing): Existing => {
        const set = omit(each.desired, [...each.creationOnly, ...kind.apart]);
        const merged = merge({ live: each.live, desired: set });
        const whole = Object.fromEntries(kind.whole.flatMap((name) => (name in set ? [[name, set[name]]] : [])));
        const live = withoutSecrets({ ...merged, ...whole });
        const record = setIn(kind, each.desired, each.creationOnly);
        return { ...each, live, lastApplied: { set: record, others: othersIn(kind, record, live) } };
    };

    test("is none where Azure has all that the program sets, whatever others have set", () => {
        fc.assert(
            fc.property(states, fc.boolean(), (each, isKnown) => {
                const { lastApplied, ...rest } = done(each);
                const update = updateOf(isKnown ? { ...rest, lastApplied } : rest);
                expect(update).toMatchObject({ changes: false, inputs: each.desired });
                const registered = leaves(each.desired).map(([path]) => path.join("."));
                const sent = registered.filter((path) => !update.ignoreChanges.some((outer) => isInside(path, outer)));
                expect(sent.filter((path) => path !== "servicePrincipalProfile.secret")).toEqual([]);
            }),
            RUNS,
        );
    });

    test("is due where Azure has another value of something that the program sets", () => {
        const other = (value: unknown) =>
            typeof value === "boolean" ? !value : Array.isArray(value) ? ["other"] : "other";
        fc.assert(
            fc.property(states, fc.nat(), (each, index) => {
                const { live, ...rest } = done(each);
                const set = withoutSecrets(omit(each.desired, [...each.creationOnly, ...kind.apart]));
                const all = leaves(set);
                fc.pre(all.length > 0);
                const [path, value] = all[index % all.length] ?? [[], undefined];
                const changed = merge({ live, desired: nested(path, other(value)) });
                expect([path, updateOf({ ...rest, live: changed }).changes]).toEqual([path, true]);
            }),
            RUNS,
        );
    });

    test("sends no value for a new resource over the one that is live", () => {
        fc.assert(
            fc.property(states, (each) => {
                const { inputs, ignoreChanges } = updateOf(each);
                for (const name of each.creationOnly.filter((name) => !ignoreChanges.includes(name))) {
                    // A new resource needs it.
                    expect([name, inputs[name]]).toEqual([name, each.live[name] ?? propertyAt(each.desired, name)]);
                }
            }),
            RUNS,
        );
    });

    test("has no path that azure-native replaces the resource for, unless the program sets another value", () => {
        fc.assert(
            fc.property(states, (each) => {
                const { ignoreChanges, changes } = updateOf(each);
                for (const [, path] of [...replaceable.address, ...replaceable.inputs]) {
                    const set = propertyAt(omit(each.desired, each.creationOnly), path);
                    const shown = propertyAt(each.live, path);
                    const isOther = set !== undefined && (shown === undefined || !isWithin(set, shown, sameInAnyCase));
                    const isIgnored = ignoreChanges.some((outer) => isInside(path, outer));
                    expect([path, isIgnored]).toEqual([path, !(isOther && changes)]);
                }
                expect(kind !== CLUSTER_KIND || ignoreChanges.some((path) => isInside(WINDOWS_PASSWORD, path))).toBe(
                    true,
                );
            }),
            RUNS,
        );
    });

    test("sends what the program sets", () => {
        fc.assert(
            fc.property(states, (each) => {
                const { inputs, ignoreChanges } = updateOf(each);
                for (const [path, value] of leaves(omit(each.desired, each.creationOnly))) {
                    const isIgnored = ignoreChanges.some((outer) => isInside(path.join("."), outer));
                    expect([path, isIgnored || at(inputs, path)]).toEqual([path, isIgnored || value]);
                }
            }),
            RUNS,
        );
    });

    test("leaves what neither has set, in the state where nobody has changed it since, otherwise as it is live", () => {
        fc.assert(
            fc.property(states, (each) => {
                const { inputs, ignoreChanges } = updateOf(each);
                const ignored = ignoreChanges.map(keysOf);
                const [set, last] = [omit(each.desired, each.creationOnly), each.lastApplied?.set];
                const neither = leaves(
                    omit(each.live, ["provisioningState", ...kind.whole, ...each.creationOnly]),
                ).filter(
                    ([path]) =>
                        at(set, path, "set") === undefined &&
                        at(last, path, "set") === undefined &&
                        !isTurnedOff(path, { lastApplied: last, live: each.live, desired: set }) &&
                        // AKS keeps these.
                        !(kind.keptByAks.includes(path[0] ?? "") && set[path[0] ?? ""] === undefined),
                );
                for (const [path, value] of neither) {
                    const outer = ignored.find((one) => one.every((key, index) => key === path[index]));
                    const isReplacing = replaceable.inputs.some(([, one]) => `${one}` === `${outer?.join(".")}`);
                    if (outer === undefined) {
                        expect([path, at(inputs, path)]).toEqual([path, value]);
                    } else if (updateOf(each).changes && !isReplacing) {
                        expect([path, at(each.before, path)]).toEqual([path, value]);
                    }
                }
            }),
            RUNS,
        );
    });

    test("is none after it has been made", () => {
        fc.assert(
            fc.property(states, (each) => {
                const { inputs, ignoreChanges } = updateOf(each);
                const sent = ignoreChanges.map(keysOf).reduce((values, path) => {
                    const shown = at(each.live, path);
                    const rest = withoutPath(values, path);
                    return shown === undefined ? rest : merge({ live: rest, desired: nested(path, shown) });
                }, inputs);
                const live = { ...withoutSecrets(sent), provisioningState: "Succeeded" };
                const set = setIn(kind, each.desired, each.creationOnly);
                const next = { ...each, live, lastApplied: { set, others: othersIn(kind, set, live) } };
                expect(updateOf(next).changes).toBe(false);
            }),
            RUNS,
        );
    });

    test("records no secret", () => {
        fc.assert(
            fc.property(states, ({ desired, live, creationOnly }) => {
                const set = setIn(kind, desired, creationOnly);
                expect(leaves(set).filter(([, value]) => value !== true)).toEqual([]);
                // azure-native may show secrets as they were sent.
                for (const shown of [live, { ...live, ...desired }]) {
                    const others = othersIn(kind, set, shown);
                    expect(JSON.stringify([set, others])).not.toContain("hush");
                    expect(Object.keys(others).join()).not.toMatch(/password|secret|servicePrincipal/i);
                }
            }),
            RUNS,
        );
    });
});

function nested([key = "", ...rest]: readonly string[], value: unknown): Values {
    return { [key]: rest.length === 0 ? value : nested(rest, value) };
}

function withoutPath(values: Values, [key = "", ...rest]: readonly string[]): Values {
    const inside = values[key];
    if (rest.length === 0) {
        return omit(values, [key]);
    }
    return isRecord(inside) ? { ...values, [key]: withoutPath({ ...inside }, rest) } : values;
}

describe("whether a cluster is updated", () => {
    const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    const pool = { name: "system", vmSize: "small", count: 3 };
    const desired = {
        ...ADDRESS,
        sku: { name: "Base" },
        kubernetesVersion: "1.33",
        identity: { type: "UserAssigned", userAssignedIdentities: [id] },
        windowsProfile: { adminUsername: "admin", adminPassword: "hush" },
        agentPoolProfiles: [pool],
    };
    const live = {
        sku: { name: "Base", tier: "Free" },
        provisioningState: "Succeeded",
        kubernetesVersion: "1.34.2",
        supportPlan: "KubernetesOfficial",
        identity: { type: "UserAssigned", principalId: "p", userAssignedIdentities: { [id.toLowerCase()]: {} } },
        windowsProfile: { adminUsername: "admin", enableCSIProxy: true },
    };
    const livePool = { name: "system", vmSize: "small", count: 7, maxPods: 30 };
    const record = (of: Values, kind: Kind, creationOnly: string[], shown: Values): AppliedResource => {
        const set = setIn(kind, of, creationOnly);
        return { set, others: othersIn(kind, set, shown) };
    };
    const update = (
        sent: Values,
        shown: Values,
        sentPool: Values = pool,
        shownPool: Values = livePool,
        isSame = true,
    ) =>
        clusterUpdateOf(
            {
                lastApplied: record(desired, CLUSTER_KIND, CREATION_ONLY, live),
                live: shown,
                desired: { ...sent, agentPoolProfiles: [sentPool] },
                creationOnly: CREATION_ONLY,
            },
            {
                lastApplied: record(pool, POOL_KIND, POOL_CREATION_ONLY, livePool),
                live: shownPool,
                desired: sentPool,
                creationOnly: POOL_CREATION_ONLY,
            },
            isSame,
        );
    const others = { ...live.identity, userAssignedIdentities: { other: {} } };

    test.each<[what: string, update: ReturnType<typeof update>, changes: boolean]>([
        ["the same", update(desired, live), false],
        ["another setting", update({ ...desired, sku: { name: "Automatic" } }, live), true],
        ["a setting that is not known yet", update({ ...desired, supportPlan: pulumi.unknown }, live), true],
        ["the version, which AKS upgrades", update({ ...desired, kubernetesVersion: "1.32" }, live), false],
        [
            "another password, which Azure does not show",
            update({ ...desired, windowsProfile: { adminUsername: "admin", adminPassword: "hush2" } }, live),
            false,
        ],
        ["another identity", update(desired, { ...live, identity: others }), true],
        ["a setting of others", update(desired, { ...live, supportPlan: "AKSLongTermSupport" }), false],
        ["a setting of the system pool", update(desired, live, { ...pool, vmSize: "large" }), true],
        ["one that is not known yet", update(desired, live, { ...pool, vmSize: pulumi.unknown }), true],
        ["its count, which belongs to the autoscaler", update(desired, live, { ...pool, count: 1 }), false],
        ["another pool in its place", update(desired, live, pool, livePool, false), true],
        ["an update that has failed", update(desired, { ...live, provisioningState: "Failed" }), true],
    ])("%s", (_, { changes }, expected) => {
        expect(changes).toBe(expected);
    });

    test("it is where the system pool is not there", () => {
        expect(clusterUpdateOf({ live, desired, creationOnly: CREATION_ONLY }, undefined, true)).toMatchObject({
            changes: true,
            inputs: { agentPoolProfiles: [pool] },
        });
    });

    test("an update has the live version, and the autoscaler and the count of the live pool", () => {
        const autoscaled = { ...livePool, enableAutoScaling: true, minCount: 1, maxCount: 9 };
        const { inputs } = update({ ...desired, disableLocalAccounts: true }, live, pool, autoscaled);
        expect(inputs).toMatchObject({ disableLocalAccounts: true, kubernetesVersion: "1.34.2" });
        expect(inlinePool(inputs)).toMatchObject({ count: 7, enableAutoScaling: true, minCount: 1, maxCount: 9 });
    });

    test("an update has what others have changed since, and leaves the rest in the state", () => {
        const sent = { ...desired, disableLocalAccounts: true };
        const [before, changed] = [update(sent, live), update(sent, { ...live, supportPlan: "AKSLongTermSupport" })];
        expect(before.inputs.supportPlan).toBeUndefined();
        expect(before.ignoreChanges).toContain("supportPlan");
        expect(changed.inputs.supportPlan).toBe("AKSLongTermSupport");
        expect(changed.ignoreChanges).not.toContain("supportPlan");
    });

    test("a path in what is ignored is written as Pulumi reads it", () => {
        const tags = { "a.b/c": "one", 'say "hi"': "two", plain: "three" };
        const lastApplied = record({ tags: { own: "a" } }, POOL_KIND, [], { tags });
        const { ignoreChanges } = poolUpdateOf({
            lastApplied,
            live: { tags },
            desired: { tags: { own: "b" } },
            creationOnly: [],
        });
        expect(ignoreChanges).toEqual(expect.arrayContaining(['tags["a.b/c"]', 'tags["say \\"hi\\""]', "tags.plain"]));
    });

    test("digests are of values in whatever order, without empty ones", () => {
        const digests = (profile: Values) => othersIn(CLUSTER_KIND, {}, { autoScalerProfile: profile });
        expect(digests({ a: 1, b: { c: [1, 2], d: null } })).toEqual(digests({ b: { c: [1, 2] }, a: 1 }));
        expect(digests({ a: 1 })).not.toEqual(digests({ a: 2 }));
        expect(digests({ a: [1, 2] })).not.toEqual(digests({ a: [2, 1] }));
    });

    test("of what is not seen, all that the program does not set is ignored", () => {
        const ignored = ignoredUnseen(CLUSTER_KIND, { ...desired, diskEncryptionSetID: DISKS }, ["kubernetesVersion"]);
        expect(ignored).toEqual(
            expect.arrayContaining(["kubernetesVersion", "supportPlan", "networkProfile", WINDOWS_PASSWORD]),
        );
        expect(ignored).toEqual(expect.not.arrayContaining(["sku", "diskEncryptionSetID", "identity", "resourceName"]));
    });
});
