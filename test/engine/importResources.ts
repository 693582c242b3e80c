import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import type { Stack } from "@pulumi/pulumi/automation";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPackagesResponse } from "@pulumi/pulumi/proto/language_pb";
import { startGrpcServer } from "../../scripts/grpcServer";
import { runProgram } from "../../scripts/runProgram";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";
import type { ImportFile } from "../../src/migration/adopt/importFile";

/** `pulumi import --file` into a stack, as the command `adopt` says to run it. */
export function importResources(stack: Stack, file: ImportFile): Promise<string> {
    return withTemporaryFolder(async (folder) => {
        const path = join(folder, "import.json");
        await writeFile(path, JSON.stringify(file));
        return runImport(stack, ["--file", path, "--protect=false"]);
    });
}

/**
 * `pulumi import` into a stack. The CLI asks a language host which packages a project uses: here a host at an address, which
 * says that it uses none.
 */
export function runImport(stack: Stack, args: string[]): Promise<string> {
    return withTemporaryFolder((folder) => importFrom(folder, stack, args));
}

async function importFrom(folder: string, { workspace, name }: Stack, args: string[]): Promise<string> {
    const host = new grpc.Server();
    const getRequiredPackages: grpc.handleUnaryCall<unknown, GetRequiredPackagesResponse> = (_, callback) =>
        callback(null, new GetRequiredPackagesResponse());
    host.addService(LanguageRuntimeService, { getRequiredPackages } as never);
    const { address, stop } = await startGrpcServer(host);
    try {
        await cp(workspace.workDir, folder, { recursive: true });
        const project = await workspace.projectSettings();
        const runtime = { name: "client", options: { address } };
        // JSON is YAML.
        await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ ...project, runtime }));
        const env = { ...process.env, ...workspace.envVars, PULUMI_HOME: workspace.pulumiHome };
        const flags = ["--yes", "--skip-preview", "--generate-code=false", "--non-interactive"];
        const { command } = workspace.pulumiCommand;
        const all = ["import", ...args, "--stack", name, ...flags];
        return (await runProgram(command, all, { cwd: folder, env })).stdout;
    } finally {
        stop();
    }
}
