import { isRecord, type Values } from "../../values";
import { InvalidInputError } from "../report";
import declared from "./properties.generated.json";

const OBJECTS: Record<string, Record<string, string>> = declared;

type ObjectName = "ManagedCluster" | "AgentPool" | "ManagedClusterAgentPoolProfile";

/** Properties as azure-native names them, and those among them that it does not know. */
export interface NamedProperties {
    values: Values;
    /** Paths of properties that this version of azure-native lacks, as they were spelled. */
    unknown: string[];
}

/**
 * Reads what Azure shows of a cluster or a pool, in the spelling of ARM (`properties`, `enableRBAC`), of the Azure CLI
 * (`enableRbac`, `null`) or of an Azure SDK (`typePropertiesType`). Keys of maps, such as tags and labels, stay as they
 * are.
 */
export function withAzureNativeNames(object: ObjectName, json: object): NamedProperties {
    const unknown: string[] = [];
    const values = walk(`@${object}`, flattened(json), "", { unknown: (path) => unknown.push(path), keepsShown: true });
    return { values: values as Values, unknown };
}

/** An object with what ARM keeps in `properties` on its first level, as the Azure CLI and azure-native have it. */
export function flattened(json: object): Values {
    const { properties, typePropertiesType, ...envelope } = json as Values;
    // The Azure CLI and the SDKs call a pool's own property so, for `type` is the type of the resource.
    const type = typePropertiesType ?? envelope.type;
    return { ...envelope, ...(type !== undefined && { type }), ...(isRecord(properties) && properties) };
}

/** The part of such properties that a program may set: what only answers hold is left out. */
export function settable(object: ObjectName, values: Values): Values {
    return walk(`@${object}`, values, "", { unknown: () => undefined, keepsShown: false }) as Values;
}

interface Walk {
    unknown(path: string): void;
    keepsShown: boolean;
}

function walk(spec: string, value: unknown, path: string, options: Walk): unknown {
    if (spec.startsWith("[]")) {
        return required(Array.isArray(value) && value, value, path, "a list").map((each, index) =>
            walk(spec.slice(2), each, `${path}[${index}]`, options),
        );
    }
    if (spec === "") {
        return required(typeof value !== "object" && { value: asInstant(value) }, value, path, "a single value").value;
    }
    const object = required(isRecord(value) && value, value, path, "an object");
    const members = membersOf(spec);
    if (members === undefined) {
        const inner = spec.slice("{}".length);
        // What a map without a declared object holds can be anything.
        const read = (each: unknown, key: string) => (inner ? walk(inner, each, `${path}.${key}`, options) : each);
        return entriesOf(object, ([key, each]) => [key, read(each, key)]);
    }
    return entriesOf(object, ([key, each]) => {
        const inside = path === "" ? key : `${path}.${key}`;
        const name = members.get(comparable(key));
        if (name === undefined) {
            // The Azure CLI adds `resourceGroup` to each object with an id, which has it, too.
            if (key !== "resourceGroup") {
                options.unknown(inside);
            }
            return [key, undefined];
        }
        const [, shown, inner = ""] = /^(-?)(.*)$/.exec(OBJECTS[spec.slice(1)]?.[name] ?? "") ?? [];
        // Nothing declares what only answers hold.
        const read = shown && inner === "" ? asInstant(each) : walk(inner, each, inside, options);
        return [name, shown && !options.keepsShown ? undefined : read];
    });
}

/** Throws `InvalidInputError` where a value does not have the declared shape. */
function required<T>(read: T | false, value: unknown, path: string, expected: string): T {
    if (read === false) {
        throw new InvalidInputError(`${path} is ${describe(value)}; expected ${expected}.`);
    }
    return read;
}

/** A value of JSON in words that do not show it. */
export function describe(json: unknown): string {
    if (Array.isArray(json)) {
        return `a list of ${json.length}`;
    }
    return json === null ? "null" : `a value of type ${typeof json}`;
}

/** An instant as ARM has it: the Azure CLI writes `+00:00` for `Z`, and the SDKs have milliseconds. */
function asInstant(value: unknown): unknown {
    return typeof value === "string" ? value.replace(INSTANT, "$1Z") : value;
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.0+)?(Z|\+00:00)$/;

/** Without nulls, which the Azure CLI prints for what is not set. */
function entriesOf(value: object, read: (entry: [string, unknown]) => [string, unknown]): Values {
    const isGiven = ([, each]: [string, unknown]) => each !== null && each !== undefined;
    return Object.fromEntries(Object.entries(value).filter(isGiven).map(read).filter(isGiven));
}

const membersByName = new Map<string, Map<string, string>>();

/** azure-native's names of the members of `@object`, by what is the same in every spelling. */
function membersOf(spec: string): Map<string, string> | undefined {
    const object = spec.startsWith("@") ? OBJECTS[spec.slice(1)] : undefined;
    if (object === undefined) {
        return undefined;
    }
    const members = membersByName.get(spec) ?? new Map(Object.keys(object).map((name) => [comparable(name), name]));
    membersByName.set(spec, members);
    return members;
}

/** `balance-similar-node-groups` of ARM is `balanceSimilarNodeGroups` elsewhere. */
function comparable(name: string): string {
    return name.replaceAll("-", "").toLowerCase();
}
