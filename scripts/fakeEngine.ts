import { Server, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type GrpcServer, startGrpcServer } from "./grpcServer";

/** As much of an engine as a plugin needs to construct a component in a preview: each resource is what it is asked to be. */
export interface FakeEngine extends GrpcServer {
    /** Types of the resources that were registered. */
    registered: string[];
}

export async function startFakeEngine(): Promise<FakeEngine> {
    const registered: string[] = [];
    const answer =
        <Request>(make: (request: Request) => unknown) =>
        (call: ServerUnaryCall<Request, unknown>, callback: sendUnaryData<unknown>) =>
            callback(null, make(call.request));
    const nothing = answer(() => new Empty());
    const server = new Server();
    server.addService(EngineService, {
        log: nothing,
        getRootResource: answer(() => new engine.GetRootResourceResponse()),
        setRootResource: answer(() => new engine.SetRootResourceResponse()),
        startDebugging: nothing,
        requirePulumiVersion: answer(() => new engine.RequirePulumiVersionResponse()),
    });
    server.addService(ResourceMonitorService, {
        getDeploymentInfo: (_: unknown, callback: sendUnaryData<unknown>) =>
            callback({ code: status.UNIMPLEMENTED, details: "not implemented" }),
        supportsFeature: answer(() => new resource.SupportsFeatureResponse().setHassupport(true)),
        registerResource: answer((request: resource.RegisterResourceRequest) => {
            registered.push(request.getType());
            const urn = `urn:pulumi:dev::bench::${request.getType()}::${request.getName()}`;
            return new resource.RegisterResourceResponse().setUrn(urn).setObject(request.getObject());
        }),
        // No resource has been there before.
        invoke: answer(() => new InvokeResponse().setReturn(Struct.fromJavaScript({ state: {} }))),
        registerResourceOutputs: nothing,
        registerStackTransform: nothing,
        registerResourceHook: nothing,
        registerErrorHook: nothing,
    });
    return { ...(await startGrpcServer(server)), registered };
}
