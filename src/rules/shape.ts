import { isOutput, isRecord, matches } from "../values";
import type { InputRow, InputTable, Kind } from "./inputs";
import { meant } from "./nearest";
import type { Path, Place, Rule } from "./rule";
import { PLAIN_INPUT } from "./verdicts";

const INPUTS = "https://www.pulumi.com/docs/iac/concepts/inputs-outputs";

/** What every component refuses by the table of its inputs alone. */
export function shapeRules<Args extends object>(table: InputTable): Rule<Args>[] {
    const seen = (args: Args) => seenIn(table, args, []);
    return [
        {
            ...PLAIN_INPUT,
            places: (args) => seen(args).filter(({ row }) => row?.plain),
        },
        {
            code: "UnknownInput",
            lastResort: true,
            asksOutputs: true,
            places: (args) =>
                seen(args)
                    .filter(({ row }) => row === undefined)
                    .map(({ path, value, names }) => ({ path, value, beside: names })),
            broken: () => true,
            rule: "there is no such input",
            hint: (path, names) => meant(String(path.at(-1)), names as string[]),
            fix: "Correct its name, or remove it.",
            source: INPUTS,
        },
        {
            code: "InputShape",
            lastResort: true,
            asksOutputs: true,
            places: (args) => typed(seen(args)).filter(({ beside }) => typeof beside.kind !== "string"),
            broken: (value, row) => !isOutput(value) && !isContainer((row as InputRow).kind, value),
            rule: "an input takes what it is declared with, and nothing else",
            hint: takes,
            fix: "Pass that, or leave the input out.",
            source: INPUTS,
        },
        {
            code: "InputType",
            lastResort: true,
            places: (args) => typed(seen(args)).filter(({ beside }) => typeof beside.kind === "string"),
            broken: (value, row) => !isOf(row as InputRow, value),
            rule: "an input takes values of its declared type, and no others",
            hint: takes,
            fix: "Pass such a value, or leave the input out.",
            source: INPUTS,
        },
        {
            code: "OutputWithoutValue",
            places: (args, given) =>
                seen(given)
                    .filter(({ row, value }) => row?.decides && isOutput(value))
                    .map(({ path }) => ({ path, value: valueAt(args, path) })),
            broken: (value) => value === undefined,
            rule: "whether this input is given decides what is made and granted, and the output turns out to hold nothing",
            fix: "Leave the input out, or pass an output that always holds a value.",
            source: INPUTS,
        },
        {
            code: "InputMissing",
            lastResort: true,
            asksOutputs: true,
            places: (args) => seen(args).filter(({ row, value }) => row?.required && value === undefined),
            broken: () => true,
            rule: "this input is required",
            fix: "Set it.",
            source: INPUTS,
        },
    ];
}

function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), value);
}

/** An input as the table meets it in the arguments; without a row it is none. */
interface Seen extends Place {
    row?: InputRow;
    /** The inputs that could stand there. */
    names: string[];
}

function seenIn(table: InputTable, object: object, path: Path): Seen[] {
    const names = Object.keys(table);
    const unknown = Object.entries(object)
        .filter(([name, value]) => value !== undefined && !Object.hasOwn(table, name))
        .map(([name, value]) => ({ path: [...path, name], value, names }));
    const known = Object.entries(table).flatMap(([name, row]) => {
        const value = Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
        return [{ path: [...path, name], value, row, names }, ...seenBelow(row.kind, value, [...path, name])];
    });
    return [...unknown, ...known];
}

/** What is inside of a list, a map or an object; entries are values, and only objects among them have to be plain. */
function seenBelow(kind: Kind, value: unknown, path: Path): Seen[] {
    const entry = (inner: Kind, key: string | number, of: unknown): Seen[] => {
        const row = { kind: inner, plain: typeof inner === "object", required: true };
        return [{ path: [...path, key], value: of, row, names: [] }, ...seenBelow(inner, of, [...path, key])];
    };
    if (typeof kind === "string" || !isContainer(kind, value)) {
        return [];
    }
    if ("object" in kind) {
        return seenIn(kind.object, value as object, path);
    }
    return "list" in kind
        ? Array.from(value as unknown[]).flatMap((each, index) => entry(kind.list, index, each))
        : Object.entries(value as object).flatMap(([key, each]) => entry(kind.map, key, each));
}

/** The inputs that are given, each beside its row. */
function typed(seen: Seen[]): (Place & { beside: InputRow })[] {
    return seen.flatMap(({ path, value, row }) =>
        row && row.kind !== "properties" && value !== undefined ? [{ path, value, beside: row }] : [],
    );
}

function takes(_: Path, row: unknown): string {
    return `This one takes ${wordFor((row as InputRow).kind)}.`;
}

function isContainer(kind: Kind, value: unknown): boolean {
    if (typeof kind === "object" && "list" in kind) {
        return Array.isArray(value);
    }
    // A map goes to Pulumi's SDK as it is, which fails over one without a prototype.
    return (
        isRecord(value) &&
        !(typeof kind === "object" && "map" in kind && Object.getPrototypeOf(value) === null)
    );
}

/** No control characters: what Azure calls a name, an id or a sentence is one line. */
const LINE = /^[^\p{Cc}]*$/u;

/** An output may turn out to hold nothing where an input may be left out. */
function isOf({ kind, required }: InputRow, value: unknown): boolean {
    return (!required && value === undefined) || (typeof kind === "string" && LEAVES[kind].is(value));
}

const LEAVES = {
    text: {
        word: "a text of one line",
        is: (value: unknown) => matches(LINE, value) && String(value).trim() !== "",
    },
    label: { word: "a text of one line, or an empty one", is: (value: unknown) => matches(LINE, value) },
    number: { word: "a number", is: (value: unknown) => Number.isFinite(value) },
    properties: { word: "an object by azure-native's names", is: isRecord },
    boolean: { word: "true or false", is: (value: unknown) => typeof value === "boolean" },
};

function wordFor(kind: Kind): string {
    if (typeof kind === "string") {
        return LEAVES[kind].word;
    }
    if ("object" in kind) {
        return `an object with ${Object.keys(kind.object).join(", ")}`;
    }
    return "list" in kind
        ? `a list, each entry ${wordFor(kind.list)}`
        : `an object, each value ${wordFor(kind.map)}`;
}
