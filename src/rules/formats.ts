import { isIdOf } from "../azure/resourceId";
import { isObject, matches } from "../values";
import type { Format } from "./rule";

/** How formats are written down in the tables. */

type FormatTexts = Omit<Format, "accepts">;

/** An input of every pool: of the system pool and of the others. */
export function ofPools(...names: string[]): string[] {
    return names.flatMap((name) => [`systemNodePool.${name}`, `nodePools[].${name}`]);
}

/** A list of objects, which are known when the program runs. */
export function objectListFormat(texts: FormatTexts): Format {
    return { ...texts, accepts: (list) => Array.isArray(list) && Array.from(list).every(isObject) };
}

/** A text that a pattern matches. */
export function textFormat(pattern: RegExp, texts: FormatTexts): Format {
    return { ...texts, accepts: (value) => matches(pattern, value) };
}

/** The id of a resource of one type; `what` begins the sentence of the message. */
export function resourceIdFormat(type: string, what: string, texts: Omit<FormatTexts, "message" | "fix">): Format {
    return {
        ...texts,
        accepts: (value) => typeof value === "string" && isIdOf(type, value),
        message: `${what} is named by its resource id`,
        fix: `Pass an id like ${exampleId(type)}.`,
    };
}

/** `Microsoft.Network/natGateways` becomes `/subscriptions/…/natGateways/<natGateway>`. */
function exampleId(type: string): string {
    const [namespace, ...segments] = type.split("/");
    const names = segments.map((segment) => `${segment}/<${segment.replace(/ies$/, "y").replace(/s$/, "")}>`);
    return ["/subscriptions/<subscription>/resourceGroups/<resourceGroup>/providers", namespace, ...names].join("/");
}
