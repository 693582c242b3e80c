import { createHmac, randomBytes } from "node:crypto";

/** A part of a list; with a token where more of it follows. */
export interface Page<T> {
    items: T[];
    next?: string;
}

/**
 * Cuts lists into pages. A token says how far its list has been read, in a form that nobody else can make, and is good for
 * no other list. A list that changes in between repeats or leaves out what has moved, as in Azure.
 */
export class Pager {
    readonly #key = randomBytes(32);

    /** `size`: most items on a page where the request does not say so; absent: all. */
    constructor(private readonly size: number | undefined) {}

    /** `list`: the request without its token. Undefined where the token is none of this list's. */
    page<T>(items: readonly T[], list: string, token: string | undefined, most = Infinity): Page<T> | undefined {
        const start = token === undefined ? 0 : Number(token.split(".")[0]);
        if (token !== undefined && token !== this.#token(list, start)) return undefined;
        const end = start + Math.min(most, this.size ?? Infinity);
        return { items: items.slice(start, end), ...(end < items.length && { next: this.#token(list, end) }) };
    }

    #token(list: string, position: number): string {
        return `${position}.${createHmac("sha256", this.#key).update(`${position} ${list}`).digest("base64url")}`;
    }
}

/** A query without its `$skiptoken`, and that; however it is spelled. */
export function splitSkipToken(query: Record<string, string>): {
    query: Record<string, string>;
    token: string | undefined;
} {
    const isToken = (key: string) => key.toLowerCase() === "$skiptoken";
    const token = Object.entries(query).find(([key]) => isToken(key))?.[1];
    const rest = Object.fromEntries(Object.entries(query).filter(([key]) => !isToken(key)));
    return { query: rest, token };
}

/** Where the next page is read. */
export function nextLink(url: string, query: Record<string, string>, token: string): string {
    const parameters = Object.entries({ ...query, $skiptoken: token });
    const text = parameters.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
    return `${encodeURI(url)}?${text.join("&")}`;
}
