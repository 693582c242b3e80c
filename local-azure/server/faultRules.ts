import type { FaultRule } from "../contract";
import { messageOf } from "../kernel/errors";
import { isObject, type JsonObject } from "../kernel/json";

/** A fault rule that is not one: says which field of which rule, with what value, breaks what. */
export class InvalidFaultRule extends Error {
    constructor(where: string, value: unknown, rule: string) {
        super(`${where} is ${shown(value)}, but it must be ${rule}.`);
        this.name = "InvalidFaultRule";
    }
}

function shown(value: unknown): string {
    const text = JSON.stringify(value) ?? "absent";
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** What a field must be, in words and as a test. */
interface Field {
    must: string;
    holds: (value: unknown) => boolean;
    required?: true;
}

const text: Field = { must: "a text", holds: (value) => typeof value === "string" && value !== "" };
const seconds: Field = {
    must: "a number of seconds, 0 or more",
    holds: (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
};
const count = (value: unknown) => Number.isInteger(value) && Number(value) >= 1;
const moment: Field = {
    must: '"before" or "after" (the effect)',
    holds: (value) => value === "before" || value === "after",
};
const oneOf = (...allowed: string[]): Field => ({
    must: `one of ${allowed.map((value) => `"${value}"`).join(", ")}`,
    holds: (value) => allowed.includes(String(value)),
});
const required = (field: Field): Field => ({ ...field, required: true });

/** Fields of every rule. */
const common: Record<string, Field> = {
    method: {
        must: "an HTTP method",
        holds: (value) => typeof value === "string" && /^[a-z]+$/i.test(value),
    },
    path: text,
    pathRegExp: { must: "a regular expression", holds: isRegExp },
    nth: { must: "a whole number, 1 or more", holds: count },
    times: {
        must: 'a whole number, 1 or more, or "always"',
        holds: (value) => value === "always" || count(value),
    },
};

/** Fields of each kind. */
const kinds: Record<FaultRule["kind"], Record<string, Field>> = {
    throttle: {
        retryAfterSeconds: {
            must: `${seconds.must}, or "none"`,
            holds: (value) => value === "none" || seconds.holds(value),
        },
        code: text,
        message: text,
    },
    error: {
        status: required({
            must: "a whole number from 400 to 599",
            holds: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
        }),
        code: required(text),
        message: text,
        when: moment,
    },
    "claims-challenge": {},
    reset: { when: moment },
    garbled: { as: required(oneOf("html", "empty", "truncated", "too-short")) },
    certificate: { handshakes: required({ must: "a whole number, 1 or more", holds: count }) },
    "operation-fails": { status: oneOf("Failed", "Canceled"), code: required(text), message: text },
    "operation-hangs": { seconds },
    "operation-stumbles": { code: required(text), message: text },
    slow: { seconds: required(seconds) },
};

/** The rules of a JSON text; throws `InvalidFaultRule` at the first thing that is wrong. */
export function parseFaultRules(content: string): FaultRule[] {
    let value: unknown;
    try {
        value = JSON.parse(content);
    } catch (error) {
        throw new InvalidFaultRule("The content", content, `JSON (${messageOf(error)})`);
    }
    return checkedFaultRules(value);
}

export function checkedFaultRules(value: unknown): FaultRule[] {
    if (!Array.isArray(value)) throw new InvalidFaultRule("The content", value, "an array of fault rules");
    return value.map((rule: unknown, position) => checkedRule(rule, `Fault rule ${position}`));
}

function checkedRule(rule: unknown, where: string): FaultRule {
    if (!isObject(rule)) throw new InvalidFaultRule(where, rule, "an object");
    const { kind } = rule;
    if (!isKind(kind)) {
        const names = Object.keys(kinds).map((name) => `"${name}"`);
        throw new InvalidFaultRule(`${where}: 'kind'`, kind, `one of ${names.join(", ")}`);
    }
    const fields = { ...common, ...kinds[kind] };
    for (const [name, { must, holds, required }] of Object.entries(fields)) {
        if (rule[name] === undefined ? required : !holds(rule[name])) {
            throw new InvalidFaultRule(`${where}: '${name}'`, rule[name], must);
        }
    }
    refuseUnknownFields(rule, [...Object.keys(fields), "kind"], where);
    if (rule.path !== undefined && rule.pathRegExp !== undefined) {
        throw new InvalidFaultRule(`${where}: 'pathRegExp'`, rule.pathRegExp, "absent where 'path' is given");
    }
    // Each field has been looked at in the table above.
    return rule as unknown as FaultRule;
}

function refuseUnknownFields(rule: JsonObject, known: string[], where: string): void {
    const other = Object.keys(rule).find((name) => !known.includes(name));
    if (other === undefined) return;
    throw new InvalidFaultRule(`${where}: '${other}'`, rule[other], `one of the fields ${known.join(", ")}`);
}

function isKind(kind: unknown): kind is FaultRule["kind"] {
    return typeof kind === "string" && Object.hasOwn(kinds, kind);
}

function isRegExp(value: unknown): boolean {
    if (typeof value !== "string" || value === "") return false;
    try {
        return Boolean(new RegExp(value, "i"));
    } catch {
        return false;
    }
}
