import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments, parseDocument, stringify } from "yaml";
import { observed, remaining, steps, withEngine } from "./engine";
import { installPlugin, pluginArchive, testYaml, useYaml, warnings } from "./yamlProgram";

const OPERATOR = join(__dirname, "../../examples/fleet/operator");

const archive = pluginArchive();

testYaml("the operator's Program deploys with the config of its Stack", async () => {
    const { metadata, program } = parseDocument(await readFile(join(OPERATOR, "program.yaml"), "utf8")).toJS();
    // Its region is not the one of the test's stack.
    const [, north] = parseAllDocuments(await readFile(join(OPERATOR, "stacks.yaml"), "utf8"));
    const config: Record<string, string> = north?.toJS().spec.config;
    const project = metadata.name;
    await withEngine(
        async () => {},
        { project, watchJobs: true },
        async (engine) => {
            const { stack, azure } = engine;
            await installPlugin(stack, archive);
            // The operator writes the same: the program, with its name and the runtime.
            await useYaml(stack, project, stringify(program));
            await stack.setAllConfig(
                Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])),
            );
            const { result, events } = await observed((rest) => stack.up(rest));
            expect(warnings(events)).toBe("");
            expect(steps(events)).toContain("create aks-system-subnet-network-contributor");
            const puts = azure.requests().filter(({ method }) => method === "PUT");
            const cluster = puts.find(({ path }) => /managedClusters\/[^/]+$/.test(path));
            expect(cluster).toMatchObject({
                method: "PUT",
                body: {
                    location: "northeurope",
                    properties: { agentPoolProfiles: [{ vmSize: config.vmSize, count: 3 }] },
                },
            });
            const jobs = await engine.jobs(result.outputs.clusterName?.value);
            expect(jobs.length).toBeGreaterThan(0);
            expect(jobs.filter(({ allowed }) => !allowed)).toEqual([]);
            await stack.destroy();
            expect(remaining(azure.requests())).toEqual([]);
        },
    );
});
