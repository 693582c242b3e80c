import { createRequire } from "node:module";
import {
    Metadata,
    Server,
    ServerCredentials,
    type ServerUnaryCall,
    type StatusObject,
    type sendUnaryData,
    status,
    type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { RunningProvider } from "../../contract";
import { fromStruct, type PropertyMap, secretKeys, toStruct } from "./propertyValues";
import {
    type Autonaming,
    type DiffKind,
    type DiffResult,
    NotModelled,
    PartialFailure,
    type Provider,
} from "./provider";

/** Which plugin is stood in for. */
export interface Plugin {
    name: string;
    version: string;
    /** Its resources and types, for languages without an SDK. */
    schema?: object;
    /**
     * There: the plugin accepts secrets, and these outputs of a resource are secret whatever its inputs are. Absent: it
     * takes none, so that a leak into the state shows as it does with the real one (facts §1.5).
     */
    secretOutputs?: (urn: string) => string[];
}

/** Serves the provider on a free loopback port. */
export async function serve(provider: Provider, plugin: Plugin): Promise<RunningProvider> {
    // The engine sends whole states; its own limit is 400 MB.
    const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
    server.addService(ResourceProviderService, implementation(provider, plugin));
    const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        ),
    );
    return {
        port,
        // Engines hold their connection open until they end: do not wait for them.
        async stop() {
            server.forceShutdown();
            await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
        },
    };
}

/** RPCs that are not here (Construct, Call, Parameterize, List, …) answer Unimplemented. */
function implementation(provider: Provider, plugin: Plugin): UntypedServiceImplementation {
    const { name, version, schema, secretOutputs } = plugin;
    const acceptsSecrets = secretOutputs !== undefined;
    /** Results with what is secret by schema, and what came in as a secret, marked as such. */
    const marked = (properties: PropertyMap, urn: string, inputs: Struct | undefined) =>
        toStruct(properties, acceptsSecrets ? new Set([...secretOutputs(urn), ...secretKeys(inputs)]) : undefined);
    const handlers: UntypedServiceImplementation = {
        handshake: unary(() =>
            new rpc.ProviderHandshakeResponse()
                .setAcceptSecrets(acceptsSecrets)
                .setSupportsAutonamingConfiguration(true),
        ),
        attach: unary(() => new EmptyClass()),
        getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
        getSchema: unary(() => new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name, version, ...schema }))),
        checkConfig: unary((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
        diffConfig: unary(() => new rpc.DiffResponse()),
        configure: unary((request: rpc.ConfigureRequest, peer) => {
            if (!acceptsSecrets && (!request.getSendsOldInputs() || !request.getSendsOldInputsToDelete())) {
                throw new Error("Azure Native provider requires Pulumi CLI v3.74.0 or later");
            }
            const variables = request.getVariablesMap().toObject(false) as [string, string][];
            provider.configure(
                peer,
                Object.fromEntries(variables.map(([key, value]) => [key.split(":").at(-1) ?? key, value])),
            );
            return new rpc.ConfigureResponse()
                .setAcceptsecrets(acceptsSecrets)
                .setSupportspreview(true)
                .setSupportsAutonamingConfiguration(true);
        }),
        check: unary(async (request: rpc.CheckRequest, peer) => {
            const { inputs, failures } = await provider.check(peer, request.getUrn(), {
                olds: fromStruct(request.getOlds()),
                news: fromStruct(request.getNews()),
                randomSeed: request.getRandomseed_asU8(),
                autonaming: autonaming(request.getAutonaming()),
            });
            const response = new rpc.CheckResponse().setInputs(marked(inputs, request.getUrn(), request.getNews()));
            for (const reason of failures) response.addFailures(new rpc.CheckFailure().setReason(reason));
            return response;
        }),
        diff: unary((request: rpc.DiffRequest) => {
            const [oldInputs, olds, news] = [request.getOldInputs(), request.getOlds(), request.getNews()];
            return diffResponse(
                provider.diff(request.getUrn(), fromStruct(oldInputs), fromStruct(olds), fromStruct(news)),
            );
        }),
        create: unary(async (request: rpc.CreateRequest, peer) => {
            const inputs = fromStruct(request.getProperties());
            const { id, properties } = await provider.create(peer, request.getUrn(), inputs, {
                preview: request.getPreview(),
                timeoutSeconds: request.getTimeout(),
            });
            return new rpc.CreateResponse()
                .setId(id)
                .setProperties(marked(properties, request.getUrn(), request.getProperties()));
        }),
        read: unary(async (request: rpc.ReadRequest, peer) => {
            const [inputs, state] = [fromStruct(request.getInputs()), fromStruct(request.getProperties())];
            const result = await provider.read(peer, request.getUrn(), request.getId(), inputs, state);
            const response = new rpc.ReadResponse().setId(result.id);
            if (result.id === "") return response;
            return response
                .setInputs(marked(result.inputs, request.getUrn(), request.getInputs()))
                .setProperties(marked(result.properties, request.getUrn(), request.getProperties()));
        }),
        update: unary(async (request: rpc.UpdateRequest, peer) => {
            const olds = { inputs: fromStruct(request.getOldInputs()), state: fromStruct(request.getOlds()) };
            const news = fromStruct(request.getNews());
            const properties = await provider.update(peer, request.getUrn(), request.getId(), olds, news, {
                preview: request.getPreview(),
                timeoutSeconds: request.getTimeout(),
            });
            return new rpc.UpdateResponse().setProperties(marked(properties, request.getUrn(), request.getNews()));
        }),
        delete: unary(async (request: rpc.DeleteRequest, peer) => {
            await provider.delete(peer, request.getUrn(), request.getId(), request.getTimeout());
            return new EmptyClass();
        }),
        invoke: unary(async (request: rpc.InvokeRequest, peer) => {
            const result = await provider.invoke(peer, request.getTok(), fromStruct(request.getArgs()));
            return new rpc.InvokeResponse().setReturn(toStruct(result));
        }),
        cancel: unary((_: unknown, peer) => {
            provider.cancel(peer);
            return new EmptyClass();
        }),
    };
    return handlers;
}

function unary<Q, A>(handle: (request: Q, peer: string) => A | Promise<A>) {
    return (call: ServerUnaryCall<Q, A>, callback: sendUnaryData<A>): void => {
        Promise.resolve()
            .then(() => handle(call.request, call.getPeer()))
            .then(
                (answer) => callback(null, answer),
                (error: unknown) => callback(grpcError(error)),
            );
    };
}

const modes: Autonaming["mode"][] = ["propose", "enforce", "disable"];

function autonaming(options: rpc.CheckRequest.AutonamingOptions | undefined): Autonaming | undefined {
    if (!options) return undefined;
    return { mode: modes[options.getMode()] ?? "propose", proposedName: options.getProposedName() };
}

function diffResponse(result: DiffResult): rpc.DiffResponse {
    const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
    const response = new rpc.DiffResponse()
        .setChanges(result.changes ? DIFF_SOME : DIFF_NONE)
        .setDiffsList(result.diffs)
        .setReplacesList(result.replaces)
        .setDeletebeforereplace(result.deleteBeforeReplace);
    if (!result.detailedDiff) return response;
    response.setHasdetaileddiff(true);
    for (const [path, { kind, inputDiff }] of result.detailedDiff) {
        const entry = new rpc.PropertyDiff().setKind(diffKinds[kind]).setInputdiff(inputDiff);
        response.getDetaileddiffMap().set(path, entry);
    }
    return response;
}

const diffKinds: Record<DiffKind, rpc.PropertyDiff.Kind> = rpc.PropertyDiff.Kind;

function grpcError(error: unknown): Partial<StatusObject> {
    const details = error instanceof Error ? error.message : String(error);
    if (error instanceof PartialFailure) return partialFailure(error);
    return { code: error instanceof NotModelled ? status.UNIMPLEMENTED : status.UNKNOWN, details };
}

/** The engine finds the half-made resource in the status details, as gRPC's rich error model lays them out. */
function partialFailure(failure: PartialFailure): Partial<StatusObject> {
    const detail = new rpc.ErrorResourceInitFailed()
        .setId(failure.id)
        .setProperties(toStruct(failure.properties))
        .setInputs(toStruct(failure.inputs))
        .setReasonsList([failure.reason]);
    const any = new AnyClass();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const rich = new Status().setCode(status.UNKNOWN).setMessage(failure.message).setDetailsList([any]);
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
    return { code: status.UNKNOWN, details: failure.message, metadata };
}

// As in propertyValues.ts: messages of two copies of google-protobuf do not mix.
const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const AnyClass: typeof Any = requireAsPulumi("google-protobuf/google/protobuf/any_pb").Any;
const EmptyClass: typeof Empty = requireAsPulumi("google-protobuf/google/protobuf/empty_pb").Empty;
