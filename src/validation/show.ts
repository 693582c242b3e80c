import * as pulumi from "@pulumi/pulumi";
import { isOutput, isRecord, type Path, SECRET, tagOf } from "../values";

const LONGEST_SHOWN_VALUE = 200;
const DEEPEST_SHOWN_VALUE = 4;
const SECRET_NAME = /(?:secret|password)$/i;

/** A value as JSON where possible. It shows any value that an untyped program passes, but no secrets. */
export function show(value: unknown): string {
    return value === undefined ? "not set" : cut(text(value, 0));
}

/** The path as a user writes it: `nodePools[0].subnetId`, `tags["cost centre"]`. */
export function showPath(path: Path): string {
    return path
        .map((part, index) => {
            if (typeof part === "number" || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(part)) {
                return `[${cut(JSON.stringify(part))}]`;
            }
            return index === 0 ? cut(part) : `.${cut(part)}`;
        })
        .join("");
}

/** Whether a value with this name must not be printed, even if the program did not mark it as a secret. */
export function isSecretName(name: string | number): boolean {
    return typeof name === "string" && SECRET_NAME.test(name);
}

function cut(shown: string): string {
    return shown.length > LONGEST_SHOWN_VALUE ? `${shown.slice(0, LONGEST_SHOWN_VALUE)}…` : shown;
}

/** As JSON, where inside of a list or an object what is none is a text of its own. */
function text(value: unknown, depth: number): string {
    const words = wordsFor(value);
    if (words !== undefined) {
        return depth === 0 ? words : JSON.stringify(words);
    }
    if (typeof value !== "object" || value === null) {
        return typeof value === "string" ? JSON.stringify(value) : String(value);
    }
    if (depth === DEEPEST_SHOWN_VALUE) {
        return "…";
    }
    if (Array.isArray(value)) {
        return list(value, depth);
    }
    return object(value, depth);
}

/** For what JSON has no word for. */
function wordsFor(value: unknown): string | undefined {
    if (isOutput(value)) {
        return "an output";
    }
    if (pulumi.Resource.isInstance(value)) {
        return "a resource";
    }
    if (typeof value === "bigint") {
        return `${value}n`;
    }
    if (typeof value === "function" || typeof value === "symbol") {
        return `a ${typeof value}`;
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return undefined;
    }
    if (Object.getPrototypeOf(value) === null) {
        return "an object without a prototype";
    }
    return isRecord(value) ? undefined : `a ${tagOf(value)}`;
}

function list(values: unknown[], depth: number): string {
    const shown = values.slice(0, LONGEST_SHOWN_VALUE).map((value) => text(value, depth + 1));
    return `[${shown.join(",")}]`;
}

function object(of: object, depth: number): string {
    const shown = Object.entries(of)
        .slice(0, LONGEST_SHOWN_VALUE)
        .map(
            ([key, value]) =>
                `${JSON.stringify(key)}:${isSecretName(key) ? JSON.stringify(SECRET) : text(value, depth + 1)}`,
        );
    return `{${shown.join(",")}}`;
}
