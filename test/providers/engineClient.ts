import { Client, credentials, type MethodDefinition } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { fromStruct, type PropertyMap, toStruct } from "../../local-azure/providers/host/propertyValues";

const { check, configure, create, diff, invoke, read, update } = ResourceProviderService;

/** What the engine does to one resource, in the engine's order, over gRPC. */
export class EngineClient {
    readonly #client: Client;

    constructor(port: number) {
        this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    }

    async configure(variables: Record<string, string> = {}): Promise<void> {
        const request = new rpc.ConfigureRequest().setSendsOldInputs(true).setSendsOldInputsToDelete(true);
        for (const [key, value] of Object.entries(variables)) request.getVariablesMap().set(key, value);
        await this.#call(configure, request);
    }

    /** Throws what is wrong with the inputs. */
    async check(urn: string, news: PropertyMap, olds: PropertyMap = {}): Promise<PropertyMap> {
        const request = new rpc.CheckRequest()
            .setUrn(urn)
            .setNews(toStruct(news))
            .setOlds(toStruct(olds))
            .setRandomseed(Buffer.from("seed"));
        const answer = await this.#call(check, request);
        const failures = answer.getFailuresList().map((failure) => failure.getReason());
        if (failures.length > 0) throw new Error(failures.join("; "));
        return fromStruct(answer.getInputs());
    }

    async create(urn: string, inputs: PropertyMap, preview = false) {
        const request = new rpc.CreateRequest().setUrn(urn).setProperties(toStruct(inputs)).setPreview(preview);
        const answer = await this.#call(create, request);
        return { id: answer.getId(), state: fromStruct(answer.getProperties()) };
    }

    async read(urn: string, id: string, inputs: PropertyMap, state: PropertyMap) {
        const request = new rpc.ReadRequest()
            .setUrn(urn)
            .setId(id)
            .setInputs(toStruct(inputs))
            .setProperties(toStruct(state));
        const answer = await this.#call(read, request);
        return {
            id: answer.getId(),
            inputs: fromStruct(answer.getInputs()),
            state: fromStruct(answer.getProperties()),
        };
    }

    async diff(urn: string, oldInputs: PropertyMap, state: PropertyMap, news: PropertyMap) {
        const request = new rpc.DiffRequest()
            .setUrn(urn)
            .setOldInputs(toStruct(oldInputs))
            .setOlds(toStruct(state))
            .setNews(toStruct(news));
        const answer = await this.#call(diff, request);
        const changed = answer.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME;
        return { changed, diffs: answer.getDiffsList(), replaces: answer.getReplacesList() };
    }

    async update(
        urn: string,
        id: string,
        old: { inputs: PropertyMap; state: PropertyMap },
        news: PropertyMap,
        preview = false,
    ): Promise<PropertyMap> {
        const request = new rpc.UpdateRequest()
            .setUrn(urn)
            .setId(id)
            .setOldInputs(toStruct(old.inputs))
            .setOlds(toStruct(old.state))
            .setNews(toStruct(news))
            .setPreview(preview);
        return fromStruct((await this.#call(update, request)).getProperties());
    }

    async delete(urn: string, id: string, inputs: PropertyMap, state: PropertyMap): Promise<void> {
        const request = new rpc.DeleteRequest()
            .setUrn(urn)
            .setId(id)
            .setOldInputs(toStruct(inputs))
            .setProperties(toStruct(state));
        await this.#call(ResourceProviderService.delete, request);
    }

    async invoke(token: string, args: PropertyMap): Promise<PropertyMap> {
        const request = new rpc.InvokeRequest().setTok(token).setArgs(toStruct(args));
        return fromStruct((await this.#call(invoke, request)).getReturn());
    }

    close(): void {
        this.#client.close();
    }

    #call<Q, A>(method: MethodDefinition<Q, A>, request: Q): Promise<A> {
        return unaryCall(this.#client, method, request);
    }
}

export function unaryCall<Q, A>(client: Client, method: MethodDefinition<Q, A>, request: Q): Promise<A> {
    return new Promise((resolve, reject) =>
        client.makeUnaryRequest(
            method.path,
            method.requestSerialize,
            method.responseDeserialize,
            request,
            (error, answer) => (error || answer === undefined ? reject(error) : resolve(answer)),
        ),
    );
}
