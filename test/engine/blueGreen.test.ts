import { execFile } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation";
import { exampleProgram, observed, remaining, steps, withEngine } from "./engine";

const PROJECT = "managed-identity-aks-blue-green";
const EXAMPLE = join(__dirname, "../../examples/blue-green");

test("the example's new cluster needs no role assignment of its own, and the old one takes none along", async () => {
    await withEngine(exampleProgram("blue-green"), { project: PROJECT }, async (engine) => {
        const { stack, azure } = engine;
        await copyFile(join(EXAMPLE, "Pulumi.yaml"), join(stack.workspace.workDir, "Pulumi.yaml"));
        const denied = async (clusterName: string, registryId: string, subnetId: string) => {
            await engine.declareWorkload(clusterName, {
                registries: [registryId],
                internalLoadBalancerSubnets: [subnetId],
            });
            return (await engine.jobs(clusterName)).filter(({ allowed }) => !allowed);
        };

        const [blue, both, green, ...more] = await upsOfReadme(stack);
        expect(more).toEqual([]);
        expect(blue?.clusters).toEqual([expect.stringMatching(/^blue-cluster/)]);
        expect(blue?.assignments.sort()).toEqual([
            "create clusters-images-acr-pull",
            "create clusters-kubelet-managed-identity-operator",
            "create clusters-nodes-subnet-network-contributor",
            "create clusters-virtual-network-reader",
        ]);
        expect(both?.clusters).toEqual([blue?.clusters[0], expect.stringMatching(/^green-cluster/)]);
        expect(both?.assignments).toEqual([]);
        expect(green?.clusters).toEqual([both?.clusters[1]]);
        expect(green?.assignments).toEqual([]);
        const { registryId, nodesId } = green?.outputs ?? {};
        expect(await denied(String(green?.clusters[0]), registryId?.value, nodesId?.value)).toEqual([]);
        await stack.destroy();
        expect(remaining(azure.requests())).toEqual([]);
    });
});

/** What each `pulumi up` of the example's README comes to, after the commands before it. */
async function upsOfReadme(stack: Stack) {
    const ups = [];
    for (const command of await commandsOfReadme()) {
        if (command === "pulumi up") {
            const { result, events } = await observed((options) => stack.up(options));
            const { outputs } = result;
            const clusters: string[] = outputs.clusterNames?.value;
            const assignments = steps(events).filter((step) => /-(?:pull|operator|contributor|reader)$/.test(step));
            ups.push({ outputs, clusters, assignments });
        } else if (command.startsWith("pulumi config ")) {
            await configure(command, stack);
        }
    }
    return ups;
}

async function commandsOfReadme(): Promise<string[]> {
    const readme = await readFile(join(EXAMPLE, "README.md"), "utf8");
    const [, block = ""] = /^```bash\n([\s\S]*?)^```/m.exec(readme) ?? [];
    return block.split("\n").flatMap((line) => line.replace(/ # .*/, "").trim().split(" && "));
}

/** As a reader would type it, in the folder of the stack, but without a shell: systems have different ones. */
async function configure(command: string, { name, workspace }: Stack): Promise<void> {
    const { workDir, pulumiHome = "", envVars, pulumiCommand } = workspace;
    const args = command.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1"));
    await promisify(execFile)(pulumiCommand.command, [...args.slice(1), "--stack", name], {
        cwd: workDir,
        env: { ...process.env, ...envVars, PULUMI_HOME: pulumiHome },
    });
}
