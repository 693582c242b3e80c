import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import type { Stack } from "@pulumi/pulumi/automation";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPackagesResponse } from "@pulumi/pulumi/proto/language_pb";
import type { ImportFile } from "../../src/migration/adopt/importFile";

/**
 * `pulumi import --file` into a stack, as the command `adopt` says to run it. The CLI asks a language host which packages
 * a project uses: here a host at an address, which says that it uses none.
 */
export async function importResources({ workspace, name }: Stack, file: ImportFile): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-import-"));
    const host = new grpc.Server();
    const getRequiredPackages: grpc.handleUnaryCall<unknown, GetRequiredPackagesResponse> = (_, callback) =>
        callback(null, new GetRequiredPackagesResponse());
    host.addService(LanguageRuntimeService, { getRequiredPackages } as never);
    try {
        const port = await listen(host);
        await cp(workspace.workDir, folder, { recursive: true });
        const project = await workspace.projectSettings();
        const runtime = { name: "client", options: { address: `127.0.0.1:${port}` } };
        // JSON is YAML.
        await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ ...project, runtime }));
        const path = join(folder, "import.json");
        await writeFile(path, JSON.stringify(file));
        const env = { ...process.env, ...workspace.envVars, PULUMI_HOME: workspace.pulumiHome };
        const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false", "--non-interactive"];
        const { command } = workspace.pulumiCommand;
        const run = promisify(execFile)(command, ["import", "--file", path, "--stack", name, ...flags], {
            cwd: folder,
            env,
        });
        return (await run).stdout;
    } finally {
        host.forceShutdown();
        await rm(folder, { recursive: true, force: true });
    }
}

function listen(host: grpc.Server): Promise<number> {
    return new Promise((resolve, reject) =>
        host.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
            error ? reject(error) : resolve(port),
        ),
    );
}
