import { spawn } from "node:child_process";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPluginsResponse, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { childOutput } from "../../scripts/childOutput";
import { type GrpcServer, startGrpcServer } from "../../scripts/grpcServer";

/** Serves programs to the CLI, which finds the server by its option `--client`. */
export function startProgramHost(implementation: grpc.UntypedServiceImplementation): Promise<GrpcServer> {
    const server = new grpc.Server();
    server.addService(LanguageRuntimeService as unknown as grpc.ServiceDefinition, implementation);
    return startGrpcServer(server);
}

type Answer<Response> = (error: null, response: Response) => void;

/** A program that is a process of its own. */
export interface ProcessProgram {
    /** What starts it, by the environment in which it finds its engine. */
    command: (env: Record<string, string>) => string[];
    env: Record<string, string>;
}

/**
 * Serves a program that is a process, as Pulumi's own language hosts start it: they are not in the module proxy. `heed` gets all
 * that a run of it prints.
 */
export function processHost({ command, env }: ProcessProgram, heed: (output: string) => void) {
    return {
        getPluginInfo: (_: unknown, answer: Answer<PluginInfo>) => answer(null, new PluginInfo()),
        getRequiredPlugins: (_: unknown, answer: Answer<GetRequiredPluginsResponse>) =>
            answer(null, new GetRequiredPluginsResponse()),
        run: async ({ request }: { request: RunRequest }, answer: Answer<RunResponse>) => {
            const ofEngine = environmentOf(request);
            const [program = "", ...args] = command(ofEngine);
            const child = spawn(program, args, {
                env: { ...process.env, ...env, ...ofEngine },
                stdio: ["ignore", "pipe", "pipe"],
            });
            const { code, output } = await childOutput(child);
            heed(output);
            const response = new RunResponse();
            if (code !== 0) {
                response.setError(`The program has ended with ${code}.`);
            }
            answer(null, response);
        },
    };
}

/** By which a program finds its engine. */
function environmentOf(request: RunRequest): Record<string, string> {
    return {
        PULUMI_PROJECT: request.getProject(),
        PULUMI_STACK: request.getStack(),
        PULUMI_ORGANIZATION: request.getOrganization(),
        PULUMI_MONITOR: request.getMonitorAddress(),
        PULUMI_ENGINE: request.getArgsList()[0] ?? "",
        PULUMI_DRY_RUN: String(request.getDryrun()),
        PULUMI_PARALLEL: String(request.getParallel()),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    };
}
