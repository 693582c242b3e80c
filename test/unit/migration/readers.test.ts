import fc from "fast-check";
import { adoptReport } from "../../../src/migration/adopt/adoptReport";
import { importFileOf } from "../../../src/migration/adopt/importFile";
import { projectFiles } from "../../../src/migration/adopt/project";
import { readAcceptances, withAcceptances } from "../../../src/migration/checks/acceptances";
import { readPrevious, withPrevious } from "../../../src/migration/checks/previous";
import { finishReport } from "../../../src/migration/finish/finishReport";
import { progressOf } from "../../../src/migration/finish/progress";
import { nextStep, observed, requirePools } from "../../../src/migration/finish/upgrades";
import { FORMATS } from "../../../src/migration/formats";
import type { FormatName } from "../../../src/migration/formats/format";
import { grantsReport } from "../../../src/migration/grantsReport";
import { argsFromLive } from "../../../src/migration/live/argsFromLive";
import { readLiveCluster, readLiveClusters } from "../../../src/migration/live/liveCluster";
import { readNodePool, readScaleSet, readScaleSetNode } from "../../../src/migration/live/nodes";
import { mapReport } from "../../../src/migration/mapReport";
import { planOf } from "../../../src/migration/plan/plan";
import { planReport } from "../../../src/migration/plan/planReport";
import { readPreview } from "../../../src/migration/preview/readPreview";
import { readStackExport } from "../../../src/migration/preview/stackExport";
import { InvalidInputError, type Report } from "../../../src/migration/report";
import { readFleet } from "../../../src/migration/survey/fleet";
import { surveyOf } from "../../../src/migration/survey/survey";
import { clustersOfSurvey } from "../../../src/migration/survey/surveyFile";
import { surveyReport } from "../../../src/migration/survey/surveyReport";
import { declaredClusters } from "../../../src/migration/verify/declared";
import { isRecord } from "../../../src/values";
import { runsOf, seedOf } from "../../randomRuns";
import { ARM_CLUSTER, AZ_CLUSTER, assignment, REGISTRY, SUBNET } from "./clusters";
import { mutated } from "./mutated";
import {
    CLUSTER,
    COMPONENT,
    document,
    events,
    poolUrn,
    roleAssignment,
    type Step,
    stackExport,
    UNKNOWN,
} from "./previews";

// Whatever a file holds, a command ends with a result or with a message about the file.

const { properties } = ARM_CLUSTER;
/** With each setting that a reader looks into. */
const RICH_CLUSTER = {
    ...ARM_CLUSTER,
    identity: {
        type: "UserAssigned",
        userAssignedIdentities: { [`${REGISTRY}/cp`]: { clientId: "c", principalId: "p" } },
    },
    properties: {
        ...properties,
        aadProfile: { managed: true, adminGroupObjectIDs: ["g"], enableAzureRBAC: true, tenantID: "t" },
        addonProfiles: {
            azurepolicy: { enabled: true, identity: { objectId: "o" } },
            omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: REGISTRY } },
            azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true" } },
            ingressApplicationGateway: {
                enabled: true,
                config: { applicationGatewayName: "g", subnetCIDR: "10.1.0.0/24" },
            },
            aciConnectorLinux: { enabled: true, config: { SubnetName: "aci" } },
            httpApplicationRouting: { enabled: true },
        },
        ingressProfile: { webAppRouting: { enabled: true, dnsZoneResourceIds: [REGISTRY] } },
        azureMonitorProfile: { metrics: { enabled: true } },
        podIdentityProfile: {
            enabled: true,
            userAssignedIdentities: [{ name: "n", namespace: "s", identity: { resourceId: REGISTRY } }],
            userAssignedIdentityExceptions: [{ name: "e", namespace: "s", podLabels: { a: "b" } }],
        },
        securityProfile: { azureKeyVaultKms: { enabled: true, keyId: "https://v.vault.azure.net/keys/k/1" } },
        autoUpgradeProfile: { upgradeChannel: "stable" },
    },
};
const SERVICE_PRINCIPAL_CLUSTER = {
    ...ARM_CLUSTER,
    identity: undefined,
    properties: { ...properties, identityProfile: undefined, servicePrincipalProfile: { clientId: "sp" } },
};
const CLUSTERS = [ARM_CLUSTER, AZ_CLUSTER, RICH_CLUSTER, SERVICE_PRINCIPAL_CLUSTER];
const POOLS = properties.agentPoolProfiles.map((pool) => ({
    ...pool,
    id: `${ARM_CLUSTER.id}/agentPools/${pool.name}`,
}));
const ASSIGNMENTS = [assignment(1, "Network Contributor", SUBNET), assignment(2, "AcrPull", REGISTRY)];

const inputs = {
    resourceGroupName: "shop",
    resourceName: "shop",
    agentPoolProfiles: POOLS,
    identity: ARM_CLUSTER.identity,
};
const outputs = { ...inputs, id: ARM_CLUSTER.id, identityProfile: properties.identityProfile };
const UPDATE: Step = {
    op: "update",
    urn: CLUSTER,
    old: { inputs, outputs, id: ARM_CLUSTER.id },
    new: { inputs: { ...inputs, sku: { tier: "Standard" } }, propertyDependencies: { identity: [COMPONENT] } },
    differences: { "sku.tier": "update", "agentPoolProfiles[0].count": "update" },
};
const STEPS: Step[] = [
    { op: "update", urn: COMPONENT, old: { outputs: { clusterId: ARM_CLUSTER.id } }, new: {} },
    UPDATE,
    { op: "create", urn: poolUrn("batch"), new: { inputs: { agentPoolName: "batch" } } },
    {
        op: "create",
        urn: roleAssignment("aks-1"),
        new: { inputs: { principalId: "p", scope: SUBNET, roleDefinitionId: ASSIGNMENTS[0]?.roleDefinitionId } },
    },
];
const SAID = [{ severity: "error", message: "refused (FixedSystemPoolInput)", urn: CLUSTER }];
const PREVIEWS = [document(STEPS), document(STEPS, SAID)].map((text) => JSON.parse(text));
const EVENTS = events(STEPS, SAID)
    .split("\n")
    .map((line) => JSON.parse(line));
const EXPORT = JSON.parse(
    stackExport(
        STEPS.map(({ urn, old = {} }) => ({ urn, ...old })),
        [CLUSTER],
    ),
);

const ARGS = {
    resourceGroupName: "shop",
    systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: SUBNET },
    registries: [{ id: REGISTRY }],
    silenceWarnings: ["KubenetRetires"],
};
const GRANT = {
    identity: "kubelet",
    principalId: "p",
    role: "AcrPull",
    roleDefinitionId: "r",
    scope: REGISTRY,
    when: "after-cluster",
    description: "d",
};
/** Inputs that differ from those of the cluster in the resource group; the name is not known yet. */
const UNNAMED = { resourceGroupName: "other", resourceName: UNKNOWN };
const OUTPUTS = {
    clusterId: ARM_CLUSTER.id,
    controlPlaneIdentity: { type: "SystemAssigned" },
    roleAssignments: [GRANT],
};
const ACCEPTANCE = { code: "NotRead", resource: "r", reason: "known", expires: "2027-01-31" };
const FINDING = { code: "NotRead", resource: "r", message: "m", state: "unknown" };
const REPORT: Report = {
    kind: "verify",
    version: 1,
    data: { clusters: [{ id: ARM_CLUSTER.id }] },
    exitCode: 6,
    blocks: [],
    checks: [{ code: "NotRead", resource: "r", message: "m", state: "unknown", exitCode: 6 }],
};
const SURVEY = { kind: "survey", clusters: [{ id: ARM_CLUSTER.id, name: "shop", resourceGroupName: "shop" }] };
const NODES = { set: { id: "/s", tags: { "aks-managed-poolName": "batch" }, identity: {} }, nodes: [{ name: "0" }] };

const everyFormat = async (report: Report, formats: FormatName[] = ["text", "markdown", "json", "html"]) => {
    for (const format of formats) {
        await FORMATS[format](report, { width: 80 });
    }
};
const named = (value: unknown) => ({ name: "input.json", value });

/** What a command does with a file, by what the file is. */
const READERS: Record<string, { documents: unknown[]; read(json: unknown, text: string): unknown }> = {
    "a cluster": {
        documents: CLUSTERS,
        read: async (json) => {
            const described = argsFromLive(json, { pools: POOLS, roleAssignments: ASSIGNMENTS, clusters: CLUSTERS });
            await everyFormat(adoptReport(described, "typescript"));
            adoptReport(argsFromLive(json), "yaml");
            const call = {
                language: "yaml",
                project: "p",
                stack: "s",
                component: "c",
                subscriptionId: "",
                versions: {},
            } as const;
            projectFiles(call, described, true);
        },
    },
    pools: { documents: [POOLS], read: (json) => argsFromLive(ARM_CLUSTER, { pools: json }) },
    "role assignments": {
        documents: [ASSIGNMENTS],
        read: (json) => argsFromLive(ARM_CLUSTER, { roleAssignments: json }),
    },
    clusters: {
        documents: [CLUSTERS, { value: CLUSTERS }],
        read: (json) => {
            argsFromLive(ARM_CLUSTER, { roleAssignments: ASSIGNMENTS, clusters: json });
            planOf(readPreview(JSON.stringify(PREVIEWS[0])), { live: readLiveClusters(json) });
        },
    },
    "a fleet": {
        documents: [CLUSTERS, { data: CLUSTERS, count: 4, $skipToken: "" }],
        read: (json) =>
            everyFormat(surveyReport(surveyOf(readFleet([named(json)]), undefined, 0)), ["json", "csv", "html"]),
    },
    "a preview": {
        documents: [...PREVIEWS, EVENTS],
        read: (_, text) =>
            everyFormat(planReport(planOf(readPreview(text))), ["text", "json", "comment", "sarif", "junit"]),
    },
    "a stack export": {
        documents: [EXPORT],
        read: (_, text) => planOf(readPreview(JSON.stringify(PREVIEWS[0])), { stackExport: readStackExport(text) }),
    },
    "a preview to import": {
        documents: [
            { preview: PREVIEWS[0], adopted: { cluster: ARM_CLUSTER, pools: POOLS, roleAssignments: ASSIGNMENTS } },
        ],
        read: (json) => {
            const { preview, adopted } = Object(json);
            const { cluster, pools, roleAssignments } = Object(adopted);
            importFileOf("aks", readPreview(JSON.stringify(preview) ?? ""), {
                cluster: Object(cluster),
                pools,
                roleAssignments,
            });
        },
    },
    "the arguments or outputs of a cluster": {
        documents: [ARGS, OUTPUTS, ...CLUSTERS],
        read: async (json) => {
            await everyFormat(await grantsReport(named(json), true));
            await mapReport(named(json));
        },
    },
    "outputs of a stack": { documents: [OUTPUTS, { aks: OUTPUTS }], read: (json) => declaredClusters(named(json)) },
    "accepted risks": {
        documents: [[ACCEPTANCE]],
        read: (json) => everyFormat(withAcceptances(REPORT, readAcceptances(json), 0)),
    },
    "a previous report": {
        documents: [{ kind: "verify", findings: [FINDING], clusters: [{ id: ARM_CLUSTER.id }] }],
        read: (json) => everyFormat(withPrevious(REPORT, readPrevious("verify", json, "old.json"))),
    },
    "a survey": { documents: [SURVEY], read: clustersOfSurvey },
    "nodes, as Azure shows them": {
        documents: [{ cluster: ARM_CLUSTER, ...NODES }],
        read: async (json) => {
            const { cluster, set, nodes } = Object(json);
            const live = readLiveCluster(cluster);
            const read = (Array.isArray(nodes) ? nodes : []).filter(isRecord).map(readScaleSetNode);
            const scaleSets = { value: isRecord(set) ? [readScaleSet(set, { value: read })] : [] };
            const latestNodeImageVersion = { value: "image" };
            const pools = live.pools.map((pool) => readNodePool(pool, { latestNodeImageVersion, scaleSets }));
            const state = { cluster: live, pools };
            requirePools(state);
            const upgrades = observed({}, state, 0);
            progressOf(state, upgrades, nextStep(state, upgrades));
            await everyFormat(finishReport({ before: state, after: state, upgrades }));
        },
    },
};

/** Milliseconds that one input may take on a busy machine; most take less than one. */
const LONGEST = 5_000;
const seed = seedOf(20261203);
const numRuns = Math.ceil(runsOf(10_000) / Object.keys(READERS).length);
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const shapes = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype));

test.each(Object.entries(READERS))(
    "%s of any shape ends in a result or in a message",
    async (_, { documents, read }) => {
        const before = shapes();
        const property = fc.asyncProperty(mutated(...documents), async (text) => {
            const started = performance.now();
            try {
                await read(JSON.parse(text), text);
            } catch (error) {
                if (!(error instanceof InvalidInputError)) {
                    throw error;
                }
                expect(error.message).toMatch(/\w{3}/);
            }
            expect(performance.now() - started).toBeLessThan(LONGEST);
            expect(shapes()).toEqual(before);
        });
        await fc.assert(property, { seed, numRuns });
    },
    600_000,
);

/** `levels` lists, one inside of the other, as the text of JSON. */
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const withProperties = (more: object) => ({ ...ARM_CLUSTER, properties: { ...properties, ...more } });
const TEXTLESS = { toString: "no function" };

test.each<[string, () => unknown, string]>([
    [
        "a list that is none",
        () =>
            argsFromLive(withProperties({ podIdentityProfile: { enabled: true, userAssignedIdentityExceptions: {} } })),
        "podIdentityProfile.userAssignedIdentityExceptions is a value of type object; expected a list.",
    ],
    [
        "an object that is none",
        () => argsFromLive(withProperties({ networkProfile: { loadBalancerProfile: [1] } })),
        "networkProfile.loadBalancerProfile is a list of 1; expected an object.",
    ],
    [
        "a single value that is none",
        () => argsFromLive(withProperties({ nodeResourceGroup: TEXTLESS })),
        "nodeResourceGroup is a value of type object; expected a single value.",
    ],
    [
        "a pool that is none",
        () => argsFromLive(withProperties({ agentPoolProfiles: [null] })),
        "agentPoolProfiles[0] is null; expected an object.",
    ],
    [
        "a pool without a name of its own",
        () => argsFromLive(ARM_CLUSTER, { pools: [{ name: "a", properties: { name: TEXTLESS } }] }),
        "An entry has no name; expected pools, as `az aks nodepool list` prints them.",
    ],
    [
        "a role assignment without a principal",
        () => argsFromLive(ARM_CLUSTER, { roleAssignments: [{ ...ASSIGNMENTS[0], principalId: TEXTLESS }] }),
        "An entry has no id, principalId or roleDefinitionId; expected role assignments, as `az role assignment list` prints them.",
    ],
    [
        "an accepted risk without a text",
        () => readAcceptances([{ ...ACCEPTANCE, resource: TEXTLESS }]),
        'entry 1: resource is {"toString":"no function"}; expected the resource of a finding.',
    ],
    [
        "a preview that is nested too deep",
        () => readPreview(`{"steps": [{"newState": {"inputs": {"a": ${nested(100_000)}}}}]}`),
        "the preview is not one: lists and objects are nested in more than 200 levels; expected",
    ],
    [
        "a stack export that is nested too deep",
        () => readStackExport(`{"deployment": {"resources": ${nested(100_000)}}}`),
        "the stack export is not one: lists and objects are nested in more than 200 levels; expected",
    ],
    [
        "a cluster of which a preview knows no name yet",
        () =>
            importFileOf("aks", readPreview(document([{ ...UPDATE, new: { inputs: UNNAMED } }])), {
                cluster: ARM_CLUSTER,
                pools: [],
                roleAssignments: [],
            }),
        "The preview is of cluster <not known yet> (resource group other); expected one of cluster shop (resource group shop).",
    ],
    [
        "a survey of what is no cluster",
        () => clustersOfSurvey({ kind: "survey", clusters: [{ id: TEXTLESS }] }),
        "is not the resource id of a cluster; expected",
    ],
])("%s: the message says so", (_, read, message) => {
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(message);
});

test("an earlier report whose cluster has no id is compared", () => {
    const before = readPrevious(
        "verify",
        { kind: "verify", findings: [FINDING], clusters: [{ id: TEXTLESS }] },
        "old.json",
    );
    expect(() => withPrevious(REPORT, before)).toThrow("old.json: this is a report of other clusters");
});

test("a pool may have a name that every object has", () => {
    const cluster = readLiveCluster(ARM_CLUSTER);
    const scaleSets = { value: [readScaleSet(NODES.set, { value: [] })] };
    const pools = ["constructor", "batch"].map((name) =>
        readNodePool(
            { ...POOLS[0], name, provisioningState: "Succeeded" },
            { latestNodeImageVersion: { value: "" }, scaleSets },
        ),
    );
    const state = { cluster, pools };
    expect(observed({}, state, 0)).toEqual({});
    expect(progressOf(state, {}, nextStep(state, {})).lines).toEqual([]);
    expect(finishReport({ before: state, after: state, upgrades: {} }).data.pools[0]).not.toHaveProperty("seconds");
});

test.each(["/", "a", "–", "(A, Azure: ", "\\"])("a text of many %j is read and shown in a moment", async (part) => {
    const text = part.repeat(100_000 / part.length);
    const urn = `${COMPONENT}${text}`;
    const state = { id: text, inputs: { dnsPrefix: text }, outputs: { id: text } };
    const steps = [{ ...UPDATE, urn, old: state, new: { inputs: { dnsPrefix: `/${text}` } } }];
    const started = performance.now();
    const said = [{ severity: "error", message: text }];
    await everyFormat(planReport(planOf(readPreview(document(steps, said)))), ["text", "comment"]);
    expect(performance.now() - started).toBeLessThan(LONGEST);
});
