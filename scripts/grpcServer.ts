import { type Server, ServerCredentials } from "@grpc/grpc-js";

/** A gRPC server on a port of its own, for this machine alone. */
export interface GrpcServer {
    address: string;
    stop(): void;
}

export async function startGrpcServer(server: Server): Promise<GrpcServer> {
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
