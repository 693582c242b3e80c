import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Registry } from "@pulumi/azure-native/containerregistry";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { bundlePlugin } from "../../scripts/pluginArchive";
import { runProgram } from "../../scripts/runProgram";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import schema from "../../src/schema.json";
import { isWrite } from "./adoptByImport";
import { ADOPTED } from "./adoptedClusters";
import { addFaults, observed, observedOutcome, remaining, steps, withEngine } from "./engine";
import { withFoundClusters } from "./foundClusters";
import { makeGroundOf, VM_SIZE } from "./program";
import { CLUSTER, codes, REVOCATION, said, writes } from "./transition";
import { installPlugin, pluginArchive, testYaml, useYaml, warnings } from "./yamlProgram";

const PROJECT = "yaml";

/**
 * A group, a network with two subnets, a registry: what `makeGroundOf` makes. The SDKs of azure-native send the defaults of
 * its schema, YAML does not: they are spelled out.
 */
const GROUND = `
resources:
  group:
    type: azure-native:resources:ResourceGroup
  network:
    type: azure-native:network:VirtualNetwork
    properties:
      resourceGroupName: \${group.name}
      addressSpace: { addressPrefixes: [10.10.0.0/16] }
      enableDdosProtection: false
      enableVmProtection: false
  system:
    type: azure-native:network:Subnet
    properties:
      resourceGroupName: \${group.name}
      virtualNetworkName: \${network.name}
      addressPrefix: 10.10.0.0/22
      privateEndpointNetworkPolicies: Disabled
      privateLinkServiceNetworkPolicies: Enabled
  work:
    type: azure-native:network:Subnet
    properties:
      resourceGroupName: \${group.name}
      virtualNetworkName: \${network.name}
      addressPrefix: 10.10.4.0/22
      privateEndpointNetworkPolicies: Disabled
      privateLinkServiceNetworkPolicies: Enabled
    options: { dependsOn: ["\${system}"] }
  images:
    type: azure-native:containerregistry:Registry
    properties:
      resourceGroupName: \${group.name}
      sku: { name: Premium }
      adminUserEnabled: false
      anonymousPullEnabled: false
      networkRuleBypassOptions: AzureServices
      publicNetworkAccess: Enabled
      zoneRedundancy: Disabled
`;

const cluster = (more: string) => `
  aks:
    type: managed-identity-aks:ManagedIdentityAksCluster
    properties:
      resourceGroupName: \${group.name}
      systemNodePool: { vmSize: ${VM_SIZE}, subnetId: "\${system.id}" }
      nodePools: [{ name: work, vmSize: ${VM_SIZE}, subnetId: "\${work.id}" }]
      registries: [{ id: "\${images.id}" }]
      oidcIssuer: true
${more}`;

const WORKLOAD = `
  orders:
    type: managed-identity-aks:AksWorkloadIdentity
    properties:
      resourceGroupName: \${group.name}
      oidcIssuerUrl: \${aks.oidcIssuerUrl}
      serviceAccounts: [{ namespace: shop, name: orders }]
`;

/** The same in TypeScript. */
const program: PulumiFn = async () => {
    const { group, systemSubnet, workSubnet } = makeGroundOf();
    const inGroup = { resourceGroupName: group.name };
    const images = new Registry("images", { ...inGroup, sku: { name: "Premium" } });
    const { oidcIssuerUrl } = new ManagedIdentityAksCluster("aks", {
        ...inGroup,
        systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
        nodePools: [{ name: "work", vmSize: VM_SIZE, subnetId: workSubnet.id }],
        registries: [{ id: images.id }],
        oidcIssuer: true,
    });
    new AksWorkloadIdentity("orders", {
        ...inGroup,
        oidcIssuerUrl,
        serviceAccounts: [{ namespace: "shop", name: "orders" }],
    });
};

const archive = pluginArchive();

testYaml("a stack of the library lives on in YAML, through the plugin from its archive", async () => {
    await withEngine(program, { project: PROJECT, watchJobs: true }, async (engine) => {
        const { stack, azure } = engine;
        await installPlugin(stack, archive);
        await stack.up();
        await useYaml(stack, PROJECT, GROUND + cluster("") + WORKLOAD);
        const { events } = await observed((rest) => stack.preview(rest));
        // Providers: the plugin's own, and that of azure-native, of which YAML asks for no version.
        expect(steps(events)).toEqual(["create default", "create default"]);
        expect(warnings(events)).toBe("");
        await useYaml(
            stack,
            PROJECT,
            GROUND + cluster(`      tags: { team: shop }\noutputs:\n  name: \${aks.clusterName}\n`),
        );
        const { outputs } = await stack.up();
        const jobs = await engine.jobs(outputs.name?.value);
        expect(jobs.length).toBeGreaterThan(0);
        expect(jobs.filter(({ allowed }) => !allowed)).toEqual([]);
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
    });
});

testYaml(
    "a cluster that azure-native would replace is adopted in YAML with adopt alone, and lives on without it",
    async () => {
        await withFoundClusters({ egress: ADOPTED.egress }, { project: PROJECT }, async (engine) => {
            const { stack, found, newRequests } = engine;
            await installPlugin(stack, archive);
            const run = async (change: object) => {
                const type = "managed-identity-aks:ManagedIdentityAksCluster";
                const properties = { ...found.egress?.args, ...change };
                // JSON is YAML.
                await useYaml(stack, PROJECT, `resources: ${JSON.stringify({ egress: { type, properties } })}\n`);
                newRequests();
                const { failed, events } = await observedOutcome((rest) => stack.up(rest));
                const writes = newRequests().filter(isWrite);
                return {
                    failed,
                    codes: codes(said(events)),
                    writes: writes.map(({ method, path }) => `${method} ${path}`),
                };
            };
            const otherwise = { dnsPrefix: "another" };
            expect(await run(otherwise)).toEqual({ failed: true, codes: ["AdoptedClusterReplaced"], writes: [] });
            const quiet = { failed: false, codes: [], writes: [] };
            expect(await run({})).toEqual(quiet);
            expect(await run({ adopt: undefined })).toEqual(quiet);

            // A pool that comes later, too.
            const poolId = `${engine.clusters.egress}/agentPools/later`;
            const later = { vmSize: VM_SIZE, count: 1, mode: "User", type: "VirtualMachineScaleSets" };
            expect(await engine.arm.put(poolId, { properties: later })).toMatchObject({ status: 201 });
            const withPool = (vmSize: string) =>
                run({ adopt: { nodePoolIds: { later: poolId } }, nodePools: [{ name: "later", vmSize }] });
            const refused = { failed: true, codes: ["AdoptedPoolReplaced"], writes: [] };
            expect(await withPool("Standard_D8ds_v5")).toEqual(refused);
            expect(await withPool(VM_SIZE)).toEqual(quiet);
        });
    },
);

testYaml("a run that goes on without its cluster deletes nothing, nor does the next one if AKS has begun", async () => {
    await withEngine(program, { project: PROJECT }, async ({ stack, arm, newRequests }) => {
        await installPlugin(stack, archive);
        const run = async (options: { continueOnError?: boolean }) => {
            newRequests();
            const { failed, events } = await observedOutcome((rest) => stack.up({ ...rest, ...options }));
            return { failed, said: said(events), writes: writes(newRequests()) };
        };
        const withoutPools = (more: string) => GROUND + cluster(more).replace(/^ +nodePools: .*\n/m, "");
        await useYaml(stack, PROJECT, withoutPools("      kubeletIdentity: { type: AksManaged }\n"));
        await stack.up();
        await useYaml(stack, PROJECT, withoutPools(""));
        const onCluster = { method: "PUT", path: "**/managedClusters/*", code: "MadeUp" };
        for (const fault of [{ kind: "error", status: 400 } as const, { kind: "operation-fails" } as const]) {
            await addFaults({ arm }, { ...onCluster, ...fault });
            const stopped = await run({ continueOnError: true });
            expect(stopped).toMatchObject({ failed: true, writes: expect.not.arrayContaining([REVOCATION]) });
            expect(stopped.said).toContain("MadeUp");
            expect(stopped.said.match(/the cluster was not updated.*deletes nothing/g)).toHaveLength(1);
        }
        const repeated = await run({});
        expect(repeated).toMatchObject({ failed: true, writes: [CLUSTER] });
        expect(repeated.said.match(/nodes may still use the identity that AKS created/g)).toHaveLength(1);
        expect(await run({})).toMatchObject({ failed: false, writes: [REVOCATION] });
    });
});

// Windows has no list of processes with their arguments.
(process.platform === "win32" ? test.skip : testYaml)(
    "the plugin is found by the path of its folder, and ends with the command that has started it",
    () =>
        withTemporaryFolder(async (folder) => {
            await bundlePlugin(folder);
            const started = join(folder, "started");
            const note = `require("node:fs").appendFileSync(${JSON.stringify(started)}, process.pid + "\\n");\n`;
            await appendFile(join(folder, `pulumi-resource-${schema.name}`), note);
            await withEngine(program, { project: PROJECT }, async ({ stack }) => {
                const plugins = `plugins: { providers: [{ name: ${schema.name}, path: ${folder} }] }`;
                await useYaml(stack, PROJECT, plugins + GROUND + cluster(""));
                await stack.preview();
                // One tells the schema, one constructs.
                expect(await readFile(started, "utf8")).toMatch(/^(?:\d+\n)+$/);
                expect(await processesOf(folder)).toEqual([]);
            });
        }),
);

async function processesOf(folder: string): Promise<string[]> {
    const { stdout } = await runProgram("ps", ["-A", "-o", "args"]);
    return stdout.split("\n").filter((line) => line.includes(folder));
}
