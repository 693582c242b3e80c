import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import type { Workload } from "../../local-azure/services/containerservice/state/state";
import { control } from "../local-azure/aksHelpers";
import { makeGroup, makeIdentity, type TestAzure } from "../local-azure/harness";
import { blocksOf } from "../readme";
import { type Engine, exampleProgram, observed, remaining, withEngine } from "./engine";
import { followReadme, type Project, projectName, projectsOf, type Reader } from "./exampleReadme";

/** Examples that have tests of their own. */
const ELSEWHERE = ["comparison", "fleet", "migrate-from-service-principal", "unit-test", "workload-identity"];

interface Example {
    /** What is there before the reader starts. */
    before?(engine: Engine): Promise<Reader>;
    /** The role assignments that each `pulumi up` of the README creates, project by project. */
    assigned: string[][];
    /** What the cluster's workloads use: names of outputs that hold resource ids, by the names that local-azure gives to them. */
    workload?: Partial<Record<keyof Workload, string>>;
    /** Checks what the example is about, with the outputs of all projects and of each `pulumi up`. */
    check(engine: Engine, outputs: Outputs, each: Outputs[]): Promise<void> | void;
    /** What a refresh finds different, although nobody changed it. */
    refreshed?: string[];
    /** Types of resources that go after the cluster only. */
    neededByCluster?: string[];
    /** What happens on the second day, and the updates that a preview then shows, with the properties that differ. */
    secondDay?: { happens(engine: Engine, cluster: string): Promise<void>; differs: string[] };
}

type Outputs = Record<string, unknown>;

/** What a reader has made of the program at hand. */
let edited = (source: string) => source;

/** Writes in a network take long enough that two at a time would meet. */
const OPTIONS = { watchJobs: true, writeSeconds: 30 };

const OWN_IDENTITIES = "aks-kubelet-managed-identity-operator";
const HUB = "resourceGroups/hub/providers/Microsoft.Network";
const ADMINS = "5d3b1f0e-7a52-4c6b-9a64-0c1f5c7e2b11";

const EXAMPLES: Record<string, Example> = {
    quickstart: {
        assigned: [[OWN_IDENTITIES, "aks-system-subnet-network-contributor"]],
        check: (_, { servicePrincipalClientId, identityProfile, kubeletIdentity }) => {
            const { resourceId, clientId, principalId } = kubeletIdentity as Record<string, string>;
            expect(servicePrincipalClientId).toBe("msi");
            expect(identityProfile).toEqual({ kubeletidentity: { resourceId, clientId, objectId: principalId } });
        },
        neededByCluster: ["userAssignedIdentities", "roleAssignments", "subnets"],
    },
    "blue-green": {
        assigned: [
            [
                "clusters-images-acr-pull",
                "clusters-kubelet-managed-identity-operator",
                "clusters-nodes-subnet-network-contributor",
                "clusters-virtual-network-reader",
            ],
            // The new cluster needs no role assignment of its own, and the old one takes none along.
            [],
            [],
        ],
        workload: { registries: "registryId", internalLoadBalancerSubnets: "nodesId" },
        check: (_engine, _outputs, each) => {
            const [[blue] = [], both, green, ...more] = each.map(({ clusterNames }) => clusterNames as string[]);
            expect(blue).toBe("blue");
            expect(both).toEqual([blue, "green"]);
            expect(green).toEqual([both?.[1]]);
            expect(more).toEqual([]);
        },
    },
    "identities-stack": {
        before: async ({ arm }) => {
            await makeGroup(arm, "people");
            const { clientId, principalId } = (await makeIdentity(arm, "deployer", "people")).properties;
            return { values: { "object id": principalId }, deployers: { cluster: clientId } };
        },
        assigned: [
            [
                "clusters-images-acr-pull",
                "clusters-kubelet-managed-identity-operator",
                "clusters-nodes-subnet-network-contributor",
            ],
            [],
        ],
        workload: { registries: "registryId" },
        check: (_, { roleAssignments, forClusters }) => {
            const idsOf = (all: unknown) => (all as { id: string }[]).map(({ id }) => id).sort();
            const { roleAssignments: existing } = forClusters as { roleAssignments: unknown };
            expect(idsOf(roleAssignments)).toEqual(idsOf(existing));
        },
    },
    "own-network": {
        before: async ({ arm }) => {
            await makeGroup(arm, "hub", "westeurope");
            const { status } = await arm.put(`${HUB}/virtualNetworks/hub`, {
                location: "westeurope",
                properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
            });
            expect(status).toBe(201);
            return {
                values: {
                    "resource group of the hub": "hub",
                    "network of the hub": "hub",
                    "address of the firewall": "10.0.1.4",
                },
            };
        },
        assigned: [[OWN_IDENTITIES, "aks-route-table-network-contributor", "aks-system-subnet-network-contributor"]],
        check: async ({ arm, stack }, outputs) => {
            // Not by the order of requests alone, which could be chance.
            const { resources } = (await stack.exportStack()).deployment;
            const aks = resources.find(({ urn }: { urn: string }) => urn.endsWith("::aks"));
            expect(aks.dependencies.map((urn: string) => urn.split("::").pop())).toEqual(
                expect.arrayContaining(["hub", "spoke"]),
            );
            const { outboundType } = (await clusterOf(arm, outputs)).networkProfile;
            expect(outboundType).toBe("userDefinedRouting");
            const spoke = `resourceGroups/${outputs.resourceGroupName}/providers/Microsoft.Network`;
            const networks = [`${HUB}/virtualNetworks/hub`, `${spoke}/virtualNetworks/${outputs.networkName}`];
            for (const network of networks) {
                const { value } = (await arm.get(`${network}/virtualNetworkPeerings`)).body;
                expect(value.map(({ properties }) => properties.peeringState)).toEqual(["Connected"]);
            }
        },
        // The first of two peerings waits for the other one, and a cluster has its further pools, too, once they are there.
        refreshed: ["aks-cluster", "hub"],
        neededByCluster: ["roleAssignments", "routeTables", "virtualNetworkPeerings"],
        secondDay: {
            happens: async ({ arm, stack }, cluster) => {
                await control(arm, "agentPools/work/change", { properties: { count: 5 } }, cluster);
                await stack.refresh();
            },
            differs: ["update aks-pool-work: count"],
        },
    },
    "private-cluster": {
        before: async () => ({ values: { "object id of the group": ADMINS } }),
        assigned: [[OWN_IDENTITIES, "aks-private-dns-zone-contributor", "aks-virtual-network-network-contributor"]],
        check: async ({ arm, azure }, outputs) => {
            expect(outputs.privateFQDN).toMatch(/\.privatelink\.westeurope\.azmk8s\.io$/);
            const { aadProfile, disableLocalAccounts } = await clusterOf(arm, outputs);
            expect(aadProfile).toMatchObject({ adminGroupObjectIDs: [ADMINS] });
            expect(disableLocalAccounts).toBe(true);
            expect(propertiesSent(azure, "virtualNetworkLinks")).toEqual([
                { virtualNetwork: { id: outputs.hubNetworkId }, registrationEnabled: false },
            ]);
        },
        refreshed: ["spoke-to-hub"],
        neededByCluster: ["privateDnsZones", "roleAssignments"],
    },
    "registry-and-addons": {
        assigned: [["aks-images-acr-pull", OWN_IDENTITIES, "aks-secrets-shop-secrets-user"]],
        workload: { registries: "registryId", vaults: "vaultId" },
        check: async ({ arm }, outputs) => {
            const { addonProfiles, azureMonitorProfile } = await clusterOf(arm, outputs);
            const { azurepolicy, omsagent, azureKeyvaultSecretsProvider } = addonProfiles;
            expect([azurepolicy.enabled, omsagent.enabled, azureMonitorProfile.metrics.enabled]).toEqual([
                true,
                true,
                true,
            ]);
            expect(azureKeyvaultSecretsProvider.identity.clientId).toBe(outputs.secretsClientId);
            expect(outputs.registryServer).toBe(`${outputs.registryName}.azurecr.io`);
            const manifest = blocksOf("examples/registry-and-addons/README.md").find(({ kind }) => kind === "yaml");
            const { parameters } = parse(manifest?.text ?? "").spec;
            const outputsUsed = JSON.stringify(parameters).match(/(?<=<)\w+(?=>)/g);
            expect(outputsUsed).toEqual(["secretsClientId", "vaultName", "tenantId"]);
            expect(Object.keys(outputs)).toEqual(expect.arrayContaining(outputsUsed ?? []));
        },
        secondDay: {
            happens: async () => {
                edited = (source) => source.replace('team: "shop"', 'team: "orders"');
            },
            differs: [
                "update aks-cluster: agentPoolProfiles[0].tags.team, tags.team",
                "update aks-container-insights: tags.team",
                "update aks-control-plane: tags.team",
                "update aks-kubelet: tags.team",
                // The data collection endpoint and the rule.
                "update aks-prometheus: tags.team",
                "update aks-prometheus: tags.team",
            ],
        },
    },
    "downstream-stack": {
        assigned: [[OWN_IDENTITIES], ["nodes-pull-orders", "orders-extra-secrets"]],
        workload: { registries: "registryId" },
        check: ({ azure }, { kubeletIdentity, identityProfile, oidcIssuerUrl, subjects }) => {
            const { resourceId, clientId, principalId } = kubeletIdentity as Record<string, string>;
            expect(identityProfile).toEqual({ kubeletidentity: { resourceId, clientId, objectId: principalId } });
            expect(subjects).toEqual(["system:serviceaccount:shop:orders"]);
            expect(propertiesSent(azure, "federatedIdentityCredentials")).toEqual([
                expect.objectContaining({ issuer: oidcIssuerUrl }),
            ]);
        },
    },
};

test("every example is deployed by a test", () => {
    const folders = readdirSync(join(__dirname, "../../examples"));
    expect(folders.sort()).toEqual([...Object.keys(EXAMPLES), ...ELSEWHERE].sort());
});

test.each(Object.entries(EXAMPLES))(
    "%s: the README's commands, its cluster's jobs, a second up, refresh, destroy",
    async (name, example) => {
        const [first = "."] = projectsOf(name);
        edited = (source) => source;
        const program = exampleProgram(join(name, first), (source) => edited(source));
        await withEngine(program, { ...OPTIONS, project: projectName(name, first) }, async (engine) => {
            const reader = (await example.before?.(engine)) ?? {};
            const made = engine.azure.requests().length;
            const projects = await followReadme(name, engine, reader);
            // Role assignments count at once here: nothing retries or waits.
            expect(engine.waits).toEqual([]);
            const ups = projects.flatMap((project) => project.ups);
            expect(ups.map(({ assigned }) => assigned)).toEqual(example.assigned);

            const outputs: Outputs = Object.assign({}, ...projects.map(({ ups }) => valuesOf(ups.at(-1))));
            await example.check(engine, outputs, ups.map(valuesOf));
            const clusters = [outputs.clusterName ?? outputs.clusterNames].flat().map(String);
            for (const cluster of clusters) {
                await declareWorkload(engine, cluster, example, outputs);
                const done = await engine.jobs(cluster);
                expect(done).not.toEqual([]);
                expect(done.filter(({ allowed }) => !allowed)).toEqual([]);
            }
            await expectUnchanged(engine, projects, example);
            if (example.secondDay) {
                await example.secondDay.happens(engine, clusters[0] ?? "");
                expect(await differences(engine.stack)).toEqual(example.secondDay.differs);
                await engine.stack.up();
                expect(await differences(engine.stack)).toEqual([]);
            }
            for (const cluster of clusters) {
                await declareWorkload(engine, cluster, example, {});
            }
            await expectDestroyed(engine, projects, example);
            expect(remaining(engine.azure.requests().slice(made))).toEqual([]);
        });
    },
);

async function expectUnchanged({ newRequests }: Engine, projects: Project[], { refreshed = [] }: Example) {
    newRequests();
    for (const { stack } of projects) {
        expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        const { events } = await observed((options) => stack.refresh(options));
        expect(corrected(events)).toEqual(refreshed);
        expect(await differences(stack)).toEqual([]);
    }
    expect(newRequests().filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method))).toEqual([]);
}

async function expectDestroyed({ newRequests }: Engine, projects: Project[], { neededByCluster = [] }: Example) {
    newRequests();
    for (const { stack } of [...projects].reverse()) {
        await stack.destroy();
        expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
    }
    const types = newRequests()
        .filter(({ method }) => method === "DELETE")
        .map(({ path }) => path.split("/").at(-2) ?? "");
    const beforeCluster = types.slice(0, types.indexOf("managedClusters"));
    expect(beforeCluster.filter((type) => neededByCluster.includes(type))).toEqual([]);
    expect(types).toEqual(expect.arrayContaining(neededByCluster));
}

/** The properties in the requests that wrote resources of a type. */
function propertiesSent(azure: Engine["azure"], type: string): unknown[] {
    return azure
        .requests()
        .filter(({ method, path }) => method === "PUT" && path.includes(`/${type}/`))
        .map(({ body }) => (body as { properties?: unknown }).properties);
}

/** The properties of an example's cluster, as Azure shows them. */
async function clusterOf(arm: TestAzure, { resourceGroupName, clusterName }: Outputs): Promise<ClusterProperties> {
    const clusters = `resourceGroups/${resourceGroupName}/providers/Microsoft.ContainerService/managedClusters`;
    const { properties }: { properties: unknown } = (await arm.get(`${clusters}/${clusterName}`)).body;
    return properties as ClusterProperties;
}

interface ClusterProperties {
    networkProfile: { outboundType: string };
    aadProfile: object;
    disableLocalAccounts: boolean;
    addonProfiles: Record<
        "azurepolicy" | "omsagent" | "azureKeyvaultSecretsProvider",
        { enabled: boolean; identity: { clientId: string } }
    >;
    azureMonitorProfile: { metrics: { enabled: boolean } };
}

function valuesOf(up?: Project["ups"][number]): Outputs {
    return Object.fromEntries(Object.entries(up?.outputs ?? {}).map(([name, { value }]) => [name, value]));
}

/** Pods that use what the outputs name; without outputs there are no pods. */
async function declareWorkload(engine: Engine, cluster: string, { workload = {} }: Example, outputs: Outputs) {
    const used = Object.entries(workload).map(([name, output]) => [name, [outputs[output] ?? []].flat()]);
    await engine.declareWorkload(cluster, Object.fromEntries(used));
}

/** Resources whose state a refresh corrects. */
function corrected(events: EngineEvent[]): string[] {
    return events
        .flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? [])
        .filter(({ op }) => op === "update")
        .map(({ urn }) => urn.split("::").pop() ?? "")
        .sort();
}

/** What a preview would do, and the properties that differ: `update aks-pool-work: count`. */
async function differences(stack: Stack): Promise<string[]> {
    const { events } = await observed((options) => stack.preview(options));
    return (
        events
            .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
            // A stack that is referred to is read.
            .filter(({ op }) => op !== "same" && op !== "read")
            .map(({ op, urn, detailedDiff }) => {
                const properties = Object.keys(detailedDiff ?? {}).sort();
                return `${op} ${urn.split("::").pop()}: ${properties.join(", ")}`;
            })
            .sort()
    );
}
