import { spawn } from "node:child_process";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetSchemaRequest, type GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";
import { startFakeEngine } from "../../scripts/fakeEngine";

export const RUN_PLUGIN = join(__dirname, "../../node_modules/@pulumi/pulumi/cmd/run-plugin");

/**
 * The schema that a folder serves as a plugin, by the program of Pulumi's SDK that the language host for Node starts. Of a
 * folder whose main file exports components this program makes the schema itself.
 */
export async function servedSchema(folder: string): Promise<unknown> {
    const engine = await startFakeEngine();
    const child = spawn(process.execPath, [RUN_PLUGIN, folder, engine.address], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let said = "";
    child.stderr.on("data", (text) => {
        said += text;
    });
    try {
        const port = await new Promise<string>((resolve, reject) => {
            child.stdout.once("data", (line) => resolve(String(line).trim()));
            child.once("exit", () => reject(new Error(`run-plugin has ended: ${said}`)));
        });
        const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
        const response = await new Promise<GetSchemaResponse>((resolve, reject) =>
            client.getSchema(new GetSchemaRequest(), (error, answer) => (error ? reject(error) : resolve(answer))),
        );
        client.close();
        return JSON.parse(response.getSchema());
    } finally {
        child.kill();
        await ended;
        engine.stop();
    }
}
