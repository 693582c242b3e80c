import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import schema from "../../../src/schema.json";
import { CLIENT_ID, IDENTITY, type Loose, VM, ZONE } from "./arguments";
import { clusterArgs, clusterIdentitiesArgs, id, some, subnet, workloadIdentityArgs } from "./right";

/**
 * Right arguments with one or more things wrong with them. What is wrong is known by how it was made, from the right
 * value alone: no rule of the package is asked.
 */

/** Bad arguments, and what has to be said of them. */
export interface Broken {
    args: Loose;
    faults: Fault[];
}

/** One thing that is wrong. */
export interface Fault {
    /** The input as a message names it. */
    path: string;
    /** How a message shows its value, at least the beginning. */
    shown: string;
}

/** Arguments with a fault behind an output: nothing can be said before its value is there. */
export interface BrokenOutput extends Fault {
    args: Loose;
    keys: Key[];
}

type Key = string | number;

/** A value in the right arguments, and where it stands. */
interface Spot {
    keys: Key[];
    value: unknown;
}

/** A wrong value, and how it is shown. */
type Junk = readonly [value: unknown, shown: string];

const MARK = "hush-hush";
const SECRET = "a secret value";

const circular: Loose = {};
circular.self = circular;

/** Wrong wherever it stands; what is behind an output has to be plain data. */
const PLAIN_JUNK: Record<"string" | "number" | "boolean" | "list" | "object", Junk[]> = {
    string: [
        [null, "null"],
        [5, "5"],
        [true, "true"],
        [[], "[]"],
        [["a"], '["a"]'],
        [{ a: { b: { c: { d: { e: 1 } } } } }, '{"a":{"b":{"c":{"d":…}}}}'],
        ["\u0000", '"\\u0000"'],
        ["a\nb", '"a\\nb"'],
    ],
    number: [
        [null, "null"],
        ["3", '"3"'],
        [true, "true"],
        [[3], "[3]"],
        [{}, "{}"],
        [-1, "-1"],
        [1.5e9, "1500000000"],
        [Number.NaN, "NaN"],
        [Number.NEGATIVE_INFINITY, "-Infinity"],
    ],
    boolean: [
        [null, "null"],
        ["true", '"true"'],
        [0, "0"],
        [[], "[]"],
        [{}, "{}"],
    ],
    list: [
        [null, "null"],
        [5, "5"],
        ["text", '"text"'],
        [true, "true"],
        [{ length: 1 }, '{"length":1}'],
    ],
    object: [
        [null, "null"],
        [5, "5"],
        ["", '""'],
        ["text", '"text"'],
        [[], "[]"],
        [[{}], "[{}]"],
        [true, "true"],
    ],
};

const EXOTIC_JUNK: Junk[] = [
    [Symbol("odd"), "a symbol"],
    [() => "group", "a function"],
    [10n, "10n"],
    [new Date(0), "a Date"],
    [new Map([["a", 1]]), "a Map"],
];

/** Wrong where no list is wanted. */
const LIST: Junk = [[10n, Symbol("odd")], '["10n","a symbol"]'];

/** Wrong where no object is wanted. */
const OBJECTS: Junk[] = [
    [circular, '{"self":{"self":'],
    [Object.create(null), "an object without a prototype"],
];

/** The inputs that the schema declares, of the components and of the objects in them. */
const DECLARED: [name: string, input: object][] = [
    ...Object.values(schema.resources).flatMap(({ inputProperties }) => Object.entries<object>(inputProperties)),
    ...Object.values(schema.types).flatMap((type) =>
        "properties" in type ? Object.entries<object>(type.properties) : [],
    ),
];
/** Inputs that are no list and that take no output, by their own names. */
const PLAIN_INPUTS = DECLARED.filter(
    ([, input]) => Reflect.get(input, "plain") === true && Reflect.get(input, "type") !== "array",
).map(([name]) => name);
/** Maps to values that take no output. */
const PLAIN_MAPS = DECLARED.filter(([, input]) => Reflect.has(input, "additionalProperties")).flatMap(
    ([name, input]) => (Reflect.get(input, "plain") === true ? [name] : []),
);
/** Maps from names of the user's own to texts, which may be empty. */
const MAPS = ["tags", "nodeLabels", "podLabels"];
const LISTS_OF_OUTPUTS = ["availabilityZones", "nodeTaints", "authorizedIPRanges"];
/** Inputs whose length Azure, Kubernetes or the package's own contract limits. */
const LIMITED = ["resourceGroupName", "clusterName", "dnsPrefix", "kubernetesVersion", "name", "namespace", "audience"];

const last = ({ keys }: Spot) => String(keys.findLast((key) => typeof key === "string"));
const isPlain = (spot: Spot) => PLAIN_INPUTS.includes(last(spot)) || PLAIN_MAPS.includes(String(spot.keys.at(-2)));
const isMap = ({ keys }: Spot) => MAPS.includes(String(keys.at(-1)));
const isInMap = ({ keys }: Spot) => MAPS.includes(String(keys.at(-2)));
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What is wrong at a spot whose value is of another type. */
function junkFor(spot: Spot): Junk[] {
    if (Array.isArray(spot.value)) {
        return PLAIN_JUNK.list;
    }
    const junk = PLAIN_JUNK[typeof spot.value as "string" | "number" | "boolean" | "object"];
    return last(spot) === "spotMaxPrice" ? junk.filter(([value]) => value !== -1 && value !== 1.5e9) : junk;
}

function exoticJunkFor(value: unknown): Junk[] {
    const list = Array.isArray(value);
    return [...EXOTIC_JUNK, ...(list ? [] : [LIST]), ...(isObject(value) && !list ? [] : OBJECTS)];
}

const LONG = "a".repeat(100_000);

/** Texts that are wrong in place of a right one. */
function wrongTexts(spot: Spot): string[] {
    if (typeof spot.value !== "string") {
        return [];
    }
    return [
        `${spot.value}\u0007`,
        ...(isInMap(spot) ? [] : ["", "   "]),
        ...(spot.value.startsWith("/") ? [spot.value.slice(1)] : []),
        ...(/id$/i.test(last(spot)) ? [`${spot.value}/extra/child`] : []),
        ...(LIMITED.includes(last(spot)) ? [LONG] : []),
    ];
}

/** An output in place of a value that has to be known when the program runs. */
function outputs(spot: Spot): Junk[] {
    const container = isObject(spot.value) && !isMap(spot) && !LISTS_OF_OUTPUTS.includes(last(spot));
    const decides = container || isPlain(spot);
    return decides && !isInMap(spot)
        ? [
              [pulumi.output(spot.value), "an output"],
              [pulumi.secret(spot.value), "an output"],
              [Promise.resolve(spot.value), "an output"],
          ]
        : [];
}

const PROTOTYPE_KEYS = ["__proto__", "constructor", "toString", "hasOwnProperty"];

/** Names that no input has, above all those that look like one. */
function unknownNames({ value }: Spot): string[] {
    const names = Object.keys(value as object);
    return [
        ...names.map((name) => `${name}s`),
        ...names.map((name) => name.toUpperCase()),
        ...PROTOTYPE_KEYS,
        "with space",
        "line\nbreak",
        "x".repeat(1000),
    ];
}

/** A way to break arguments. */
interface Break extends Fault {
    keys: Key[];
    value: unknown;
}

function breaks(args: Loose): Break[] {
    return spots(args).flatMap((spot) => {
        const root = spot.keys.length === 0;
        const replaced: Junk[] = root
            ? []
            : [
                  ...junkFor(spot),
                  ...exoticJunkFor(spot.value),
                  ...wrongTexts(spot).map((text) => [text, quoted(text)] as const),
                  ...outputs(spot),
              ];
        const holdsInputs = isObject(spot.value) && !Array.isArray(spot.value) && !isMap(spot);
        const added = holdsInputs ? unknownNames(spot).map((name) => [...spot.keys, name]) : [];
        return [
            ...replaced.map(([value, shown]) => fault(spot.keys, value, shown)),
            ...added.map((keys) => fault(keys, "typo", '"typo"')),
        ];
    });
}

/** What is never shown as it is; a service principal of another form may be the secret itself, or an output. */
const SHOWN = new Map([
    ["clientSecret", SECRET],
    ["servicePrincipal", "a"],
]);

function fault(keys: Key[], value: unknown, shown: string): Break {
    return { keys, value, path: pathOf(keys), shown: SHOWN.get(String(keys.at(-1))) ?? shown };
}

/** The arguments with one to three faults, none inside of another. */
function broken(right: fc.Arbitrary<Loose>): fc.Arbitrary<Broken> {
    return right.chain((args) =>
        fc.array(some(...breaks(args)), { minLength: 1, maxLength: 3 }).map((chosen) => {
            const apart = chosen.filter(
                ({ keys }, index) => !chosen.slice(0, index).some((earlier) => isAround(earlier.keys, keys)),
            );
            return {
                args: apart.reduce<Loose>((all, { keys, value }) => put(all, keys, value) as Loose, args),
                faults: apart,
            };
        }),
    );
}

/** Inputs that contradict each other, and the one that is named. */
const CONTRADICTIONS: [path: string, inputs: Loose][] = [
    [
        "kubeletIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { resourceId: IDENTITY } },
    ],
    ["controlPlaneIdentity.resourceId", { controlPlaneIdentity: { type: "SystemAssigned", resourceId: IDENTITY } }],
    [
        "kubeletIdentity",
        {
            controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: { clientId: CLIENT_ID } },
            kubeletIdentity: { type: "AksManaged" },
        },
    ],
    ["workloadIdentity", { workloadIdentity: true, oidcIssuer: false }],
    ["apiServer.privateCluster", { apiServer: { privateCluster: true, authorizedIPRanges: ["203.0.113.7"] } }],
    [
        "apiServer.privateDNSZone",
        {
            controlPlaneIdentity: { type: "SystemAssigned" },
            apiServer: { privateCluster: true, privateDNSZone: ZONE },
        },
    ],
    ["entra.disableLocalAccounts", { entra: { disableLocalAccounts: true } }],
    ["addons.costAnalysis", { addons: { costAnalysis: true }, tier: "Free" }],
    ["systemNodePool.osType", { systemNodePool: { vmSize: VM, osType: "Windows" } }],
    ["systemNodePool.minCount", { systemNodePool: { vmSize: VM, minCount: 3, maxCount: 2 } }],
    [
        "nodePools[1].name",
        {
            nodePools: [
                { name: "one", vmSize: VM },
                { name: "one", vmSize: VM },
            ],
        },
    ],
    [
        "network.dnsServiceIP",
        { network: { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.97.0.10" } },
    ],
    [
        "networkAccess.natGatewayId",
        { networkAccess: { natGatewayId: id("Microsoft.Network/natGateways", "nat") }, network: undefined },
    ],
    [
        "addons.applicationGateway.subnetCidr",
        { addons: { applicationGateway: { subnetId: subnet("gateway"), subnetCidr: "10.10.9.0/24" } } },
    ],
];

const contradictory: fc.Arbitrary<Broken> = fc
    .tuple(clusterArgs, some(...CONTRADICTIONS))
    .map(([args, [path, inputs]]) => ({
        args: { ...args, ...inputs, sku: "Base" },
        faults: [{ path, shown: "" }],
    }));

export const brokenClusterArgs: fc.Arbitrary<Broken> = fc.oneof(
    { weight: 5, arbitrary: broken(clusterArgs) },
    { weight: 1, arbitrary: contradictory },
);

export const brokenClusterIdentitiesArgs: fc.Arbitrary<Broken> = broken(clusterIdentitiesArgs);

export const brokenWorkloadIdentityArgs: fc.Arbitrary<Broken> = broken(workloadIdentityArgs);

const WRAPS = [
    (junk: Junk) => [pulumi.output(junk[0]), junk[1]] as const,
    (junk: Junk) => [Promise.resolve(junk[0]), junk[1]] as const,
    // Whatever it is, it is no value of an input, and it must not be printed.
    () => [pulumi.secret([{ [MARK]: MARK }]), SECRET] as const,
];

/** Right arguments of which one value is behind an output, and wrong. */
export function brokenOutputOf(right: fc.Arbitrary<Loose>): fc.Arbitrary<BrokenOutput> {
    const takesOutput = (args: Loose) => (spot: Spot) =>
        isInMap(spot) ||
        isMap(spot) ||
        LISTS_OF_OUTPUTS.includes(last(spot)) ||
        (!isObject(spot.value) &&
            !isPlain(spot) &&
            // There an output is taken for the id of an own zone, which is refused at once.
            !(last(spot) === "privateDNSZone" && isSystemAssigned(args)));
    return right
        .filter((args) => spots(args).some(takesOutput(args)))
        .chain((args) =>
            fc
                .tuple(some(...spots(args).filter(takesOutput(args))), some(...WRAPS), fc.nat())
                .map(([{ keys, value }, wrap, choice]) => {
                    const junk = junkFor({ keys, value });
                    const [output, shown] = wrap(junk[choice % junk.length] as Junk);
                    return { args: put(args, keys, output) as Loose, ...fault(keys, output, shown) };
                }),
        );
}

/** The arguments with another value at one of their places, whichever. */
export function withAnother(args: Loose, place: number, value: unknown): unknown {
    const all = spots(args);
    return put(args, all[place % all.length]?.keys ?? [], value);
}

/** The arguments with another value at this place. */
export function withAnotherAt(args: Loose, keys: Key[], value: unknown): Loose {
    return put(args, keys, value) as Loose;
}

/** The mark of a secret's value. */
export const SECRET_MARK = MARK;

function isSystemAssigned({ controlPlaneIdentity }: Loose): boolean {
    return isObject(controlPlaneIdentity) && Reflect.get(controlPlaneIdentity, "type") === "SystemAssigned";
}

/** Every value inside of the arguments, they themselves first. */
function spots(value: unknown, keys: Key[] = []): Spot[] {
    const inside: [Key, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value ?? {});
    return [
        { keys, value },
        ...(isObject(value) ? inside : []).flatMap(([key, inner]) => spots(inner, [...keys, key])),
    ];
}

/** A copy of the value with another one inside. */
function put(target: unknown, [key, ...rest]: Key[], value: unknown): unknown {
    if (key === undefined) {
        return value;
    }
    const inside = isObject(target) && Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
    const next = put(inside, rest, value);
    return Array.isArray(target)
        ? target.with(Number(key), next)
        : Object.fromEntries([...Object.entries(target ?? {}), [key, next]]);
}

/** Whether one place is the other, or one is inside of the other. */
function isAround(a: Key[], b: Key[]): boolean {
    return a.slice(0, b.length).join("\n") === b.slice(0, a.length).join("\n");
}

const LONGEST_SHOWN = 200;

function quoted(text: string): string {
    return JSON.stringify(text.slice(0, LONGEST_SHOWN)).slice(0, LONGEST_SHOWN);
}

function pathOf(keys: Key[]): string {
    return keys
        .map((key, index) => {
            if (typeof key === "string" && /^[A-Za-z_]\w*$/.test(key)) {
                const name = key.length > LONGEST_SHOWN ? `${key.slice(0, LONGEST_SHOWN)}…` : key;
                return index === 0 ? name : `.${name}`;
            }
            return `[${JSON.stringify(key)}]`;
        })
        .join("");
}
