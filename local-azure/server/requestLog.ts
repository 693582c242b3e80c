import type { LoggedRequest } from "../contract";
import type { RequestRecord } from "../kernel/http";
import { isObject } from "../kernel/json";

/** What was asked of ARM, in order. Secrets never get in. */
export class RequestLog {
    readonly #requests: LoggedRequest[] = [];

    add(request: RequestRecord): void {
        const body = request.body === undefined ? {} : { body: withoutSecrets(request.body) };
        this.#requests.push({ index: this.#requests.length, ...request, ...body });
    }

    all(): readonly LoggedRequest[] {
        return this.#requests;
    }
}

const secretKeys = /^(secret|adminpassword|password|kubeconfigs?|access_?token|refresh_?token|.*secret|.*privatekey)$/i;
const tokenLike = /^(Bearer\s+)?eyJ[\w-]+\.[\w-]+\.[\w-]*$/;

/** The value with every secret replaced; the original is left alone. */
function withoutSecrets(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutSecrets);
    if (typeof value === "string") return tokenLike.test(value) ? redacted : value;
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, isSecret(key, inner) ? redacted : withoutSecrets(inner)]),
    );
}

const redacted = "[not kept]";

function isSecret(key: string, value: unknown): boolean {
    // An object under such a key (`sourceOfSecret: {…}`) is walked instead: only plain values are secrets.
    return secretKeys.test(key) && (!isObject(value) || /^kubeconfigs?$/i.test(key));
}
