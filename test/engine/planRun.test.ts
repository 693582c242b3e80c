import { delimiter, dirname } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { command, type Ran } from "../unit/cli/command";
import { withCluster } from "./livingClusters";
import { leftServicePrincipal, servicePrincipal } from "./transition";

/** Runs `plan --run` with the CLI of a stack, and its program, which lives in this process. */
async function planRun(stack: Stack, env: Record<string, string> = {}): Promise<Ran> {
    const { workspace, name } = stack;
    const options = ["--stack", name, "--cwd", workspace.workDir, "--format", "json"];
    return whileServed(stack, (client) =>
        command(["plan", "--run", ...options, "--", client, "--exec-kind=auto.inline"], {
            env: {
                ...(process.env as Record<string, string>),
                ...workspace.envVars,
                PATH: [dirname(workspace.pulumiCommand.command), process.env.PATH].join(delimiter),
                PULUMI_HOME: String(workspace.pulumiHome),
                // Without it the CLI has no --client.
                PULUMI_DEBUG_COMMANDS: "true",
                ...env,
            },
        }),
    );
}

/** Calls `use` where the Automation API, which serves the program meanwhile, would call the CLI. */
async function whileServed<T>(stack: Stack, use: (client: string) => Promise<T>): Promise<T> {
    const served = stack as unknown as { runPulumiCmd(args: string[]): Promise<never> };
    const { runPulumiCmd } = served;
    let used: Promise<T> | undefined;
    served.runPulumiCmd = async (args) => {
        used = use(String(args.find((arg) => arg.startsWith("--client="))));
        await used;
        throw new Error("There is no result for the Automation API.");
    };
    await expect(stack.preview()).rejects.toThrow("There is no result");
    served.runPulumiCmd = runPulumiCmd;
    return used as Promise<T>;
}

test("plan --run with the real CLI: a document, a stream, a refusal and a failure", async () => {
    await withCluster(servicePrincipal, {}, async ({ stack, say, up }) => {
        say(leftServicePrincipal);
        const ofDocument = await planRun(stack);
        expect(ofDocument).toMatchObject({ code: 3, stderr: "" });
        const plan = JSON.parse(ofDocument.stdout);
        expect(plan.clusters).toMatchObject([
            { effect: "updated in place", pools: [{ effect: "node image upgrade needed afterwards" }] },
        ]);
        // The export shows what is kept, a document and a stream the same.
        expect(plan.clusters[0].keptAreListed).toBe(true);
        const ofStream = await planRun(stack, { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" });
        expect(ofStream.code).toBe(3);
        expect(JSON.parse(ofStream.stdout).clusters[0].pools).toEqual(plan.clusters[0].pools);

        await up();
        say(servicePrincipal);
        const refused = await planRun(stack);
        expect(refused).toMatchObject({ code: 4, stderr: "" });
        expect(refused.stdout).toContain("BackToServicePrincipal");

        const failed = await planRun(stack, { PULUMI_BACKEND_URL: "file:///nowhere" });
        expect(failed).toMatchObject({ code: 1, stdout: "" });
        expect(failed.stderr).toMatch(/^managed-identity-aks: pulumi stack export failed:\nerror: .*\/nowhere/);
    });
});
