import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { Server, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
    GetRequiredPackagesResponse,
    GetRequiredPluginsResponse,
    type RunRequest,
    RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { childOutput } from "../../scripts/childOutput";
import { type GrpcServer, startGrpcServer } from "../../scripts/grpcServer";

/**
 * As much of a language host as it takes to run a project on a given Node. It starts the SDK's own program `cmd/run` with
 * the arguments and the environment of `pulumi-language-nodejs`, which the Go proxy does not have
 * (https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/pulumi-language-nodejs/main.go). `env` is asked for the
 * environment of each program.
 */
export function startNodeHost(node: string, env: () => NodeJS.ProcessEnv): Promise<GrpcServer> {
    const server = new Server();
    server.addService(LanguageRuntimeService, {
        // The engine is led to all plugins by its environment.
        getRequiredPlugins: answer(() => new GetRequiredPluginsResponse()),
        getRequiredPackages: answer(() => new GetRequiredPackagesResponse()),
        getPluginInfo: answer(() => new PluginInfo().setVersion("1.0.0")),
        run: answer(async (request: RunRequest) => {
            const { code, output } = await runProject(node, request, env());
            return new RunResponse().setError(code === 0 ? "" : `The program has ended with ${code}: ${output}`);
        }),
    });
    return startGrpcServer(server);
}

function answer<Request, Response>(make: (request: Request) => Response | Promise<Response>) {
    return ({ request }: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
        Promise.resolve(request)
            .then(make)
            .then((response) => callback(null, response), callback);
    };
}

function runProject(node: string, request: RunRequest, env: NodeJS.ProcessEnv) {
    const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
    const [engine = ""] = request.getArgsList();
    const flags = {
        monitor: request.getMonitorAddress(),
        engine,
        organization: request.getOrganization(),
        project: request.getProject(),
        stack: request.getStack(),
        pwd: folder,
        parallel: String(request.getParallel()),
    };
    const child = spawn(
        node,
        [
            join(folder, "node_modules/@pulumi/pulumi/cmd/run"),
            ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
            ...(request.getDryrun() ? ["--dry-run"] : []),
            request.getInfo()?.getEntryPoint() || ".",
        ],
        {
            cwd: folder,
            env: {
                ...env,
                PATH: [dirname(node), env.PATH].join(delimiter),
                PULUMI_NODEJS_TYPESCRIPT: "true",
                PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
                PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
            },
            stdio: ["ignore", "pipe", "pipe"],
        },
    );
    return childOutput(child);
}
