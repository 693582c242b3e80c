import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Registry } from "@pulumi/azure-native/containerregistry";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { packPlugin } from "../../scripts/pluginArchive";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import schema from "../../src/schema.json";
import { type Engine, observed, remaining, steps, withEngine } from "./engine";
import { makeGroundOf, VM_SIZE } from "./program";
import { said } from "./transition";
import { installPlugin, testYaml, useYaml } from "./yamlProgram";

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
      addressPrefix: 10.10.0.0/24
      privateEndpointNetworkPolicies: Disabled
      privateLinkServiceNetworkPolicies: Enabled
  work:
    type: azure-native:network:Subnet
    properties:
      resourceGroupName: \${group.name}
      virtualNetworkName: \${network.name}
      addressPrefix: 10.10.1.0/24
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

let folder: string;
let archive: string;
beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-archive-"));
    archive = await packPlugin(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withPlugin = (options: object, use: (engine: Engine) => Promise<void>) =>
    withEngine(program, { project: PROJECT, ...options }, async (engine) => {
        await installPlugin(engine.stack, schema.name, schema.version, archive);
        await use(engine);
    });

/** Processes of the plugin that is installed for this engine. */
async function pluginProcesses({ stack }: Engine): Promise<string[]> {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "args"]);
    const installed = join(String(stack.workspace.pulumiHome), "plugins", `resource-${schema.name}`);
    return stdout.split("\n").filter((line) => line.includes(installed));
}

testYaml("a stack of the library lives on in YAML, through the plugin from its archive", async () => {
    await withPlugin({ watchJobs: true }, async (engine) => {
        const { stack, azure } = engine;
        await stack.up();
        await useYaml(stack, PROJECT, GROUND + cluster("") + WORKLOAD);
        const preview = async () => {
            const { events } = await observed((rest) => stack.preview(rest));
            return { steps: steps(events), said: said(events).replace(/^using pulumi-language-yaml from .*\n/m, "") };
        };
        const providers = ["create default", "create default_0_1_0"];
        const unchanged = await preview();
        expect({ ...unchanged, steps: unchanged.steps.filter((step) => !providers.includes(step)) }).toEqual({
            steps: [],
            said: "",
        });
        expect(await pluginProcesses(engine)).toEqual([]);
        await useYaml(
            stack,
            PROJECT,
            GROUND + cluster("      tags: { team: shop }\noutputs:\n  name: ${aks.clusterName}\n"),
        );
        const processes: Promise<string[]>[] = [];
        const { outputs } = await stack.up({
            onEvent: ({ resOutputsEvent }) => {
                if (resOutputsEvent?.metadata.type.endsWith(":ManagedIdentityAksCluster")) {
                    processes.push(pluginProcesses(engine));
                }
            },
        });
        expect((await Promise.all(processes)).flat().length).toBeGreaterThan(0);
        const jobs = await engine.jobs(outputs.name?.value);
        expect(jobs.length).toBeGreaterThan(0);
        expect(jobs.filter(({ allowed }) => !allowed)).toEqual([]);
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
        expect(await pluginProcesses(engine)).toEqual([]);
    });
});
