import { answeredError, parsed } from "../host/armAnswer";
import type { ArmClient, ArmRequest, Patience } from "../host/armClient";
import type { HttpResponse } from "../host/httpExchange";
import { isMap, type PropertyMap } from "../host/propertyValues";

/** An answer that Graph gave and the caller did not want; the text is that of the provider's Go SDK. */
class GraphError extends Error {
    constructor({ status, body }: HttpResponse) {
        const { code, message } = answeredError({ body });
        super(`unexpected status ${status} with error: ${code ?? ""}: ${message ?? body}`);
    }
}

/** Microsoft Graph as the rows use it; `path` below the version. */
export interface GraphClient {
    /** Undefined where there is no such object. */
    find(path: string): Promise<PropertyMap | undefined>;
    list(path: string, query: Record<string, string>): Promise<PropertyMap[]>;
    post(path: string, body: PropertyMap): Promise<PropertyMap>;
    patch(path: string, body: PropertyMap): Promise<void>;
    /** What is not there is deleted. */
    remove(path: string): Promise<void>;
    /** Waits until the directory shows what was just made: Graph may not know it for a while (facts §5, replication). */
    appeared(path: string): Promise<PropertyMap>;
}

export function graphClient(arm: ArmClient, endpoint: string, patience: Patience): GraphClient {
    const root = `${endpoint}/v1.0`;
    const send = (request: ArmRequest) => arm.send(request, patience);
    const get = (path: string) => send({ method: "GET", url: `${root}/${path}` });
    const find = async (path: string) => {
        const response = await get(path);
        return response.status === 404 ? undefined : objectOf(response);
    };
    const post = async (path: string, body: PropertyMap) =>
        objectOf(await send({ method: "POST", url: `${root}/${path}`, body }));
    const remove = async (path: string) => {
        const response = await send({ method: "DELETE", url: `${root}/${path}` });
        if (response.status !== 404) objectOf(response);
    };
    return {
        find,
        post,
        remove,
        async list(path, query) {
            const { value } = objectOf(await send({ method: "GET", url: `${root}/${path}`, query }));
            return Array.isArray(value) ? value.filter(isMap) : [];
        },
        async patch(path, body) {
            objectOf(await send({ method: "PATCH", url: `${root}/${path}`, body }));
        },
        async appeared(path) {
            for (;;) {
                const object = await find(path);
                if (object) return object;
                if (arm.clock.now() + PAUSE_MS > patience.deadline) {
                    throw new Error(`timed out waiting for '${path}' to appear in the directory`);
                }
                await arm.clock.sleep(PAUSE_MS);
                patience.signal?.throwIfAborted();
            }
        },
    };
}

const PAUSE_MS = 2000;

function objectOf(response: HttpResponse): PropertyMap {
    if (response.status >= 400) throw new GraphError(response);
    const body = parsed(response.body);
    return isMap(body) ? body : {};
}
