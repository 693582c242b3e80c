import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { NODE_VERSIONS, nodeProgram } from "../../scripts/nodeVersions";
import { runCli, withEngine } from "../engine/engine";
import { startNodeHost } from "./nodeHost";
import { type NodeProject, nodeProjects, writeProject } from "./nodeProjects";
const modules = "/tmp/hn/inst/node_modules";
describe.each(NODE_VERSIONS)("Node %s", (major) => {
    const node = nodeProgram(major) ?? "";
    const onNode =
        node === ""
            ? (title: string, _: () => Promise<void>) =>
                  test.skip(`SKIPPED, for lack of Node ${major} (npm test provides it): ${title}`, () => {})
            : test;

    onNode(
        "runs a project in JavaScript and TypeScript, as CommonJS and as ES modules, with the same resources",
        async () => {
            // Each Node deploys with another of them.
            const projects = nodeProjects();
            const first = NODE_VERSIONS.indexOf(major) % projects.length;
            const [deployed, ...others] = [...projects.slice(first), ...projects.slice(0, first)];
            await withEngine(
                async () => {},
                {},
                async ({ stack, jobs }) => {
                    const { workspace } = stack;
                    symlinkSync(modules, join(workspace.workDir, "node_modules"), "junction");
                    let env: Record<string, string> | undefined;
                    const host = await startNodeHost(node, () => ({ ...process.env, ...workspace.envVars, ...env }));
                    const pulumi = async (project: NodeProject | undefined, ...args: string[]) => {
                        writeProject(workspace.workDir, project as NodeProject);
                        ({ env } = project as NodeProject);
                        await runCli(stack, ...args, "--stack=dev", "--non-interactive", `--client=${host.address}`);
                    };
                    try {
                        await pulumi(deployed, "up", "--yes", "--skip-preview");
                        const { clusterName, identityProfile } = await stack.outputs();
                        expect(identityProfile?.value).toMatchObject({
                            kubeletidentity: { resourceId: expect.stringMatching(/\/aks-kubelet\w*$/) },
                        });
                        const done = await jobs(clusterName?.value);
                        expect(done).not.toEqual([]);
                        expect(done.filter(({ allowed }) => !allowed)).toEqual([]);
                        for (const project of others) {
                            await pulumi(project, "preview", "--expect-no-changes");
                        }
                        // No warning of Node's or of Pulumi's either.
                        expect(host.printed.join("")).toBe("");
                    } finally {
                        host.stop();
                    }
                },
            );
        },
    );

});
