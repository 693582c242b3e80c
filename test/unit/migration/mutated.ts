import fc from "fast-check";
import { isRecord } from "../../../src/values";
import { HOSTILE } from "./hostile";

/** Names that every object has, or that JavaScript and the readers give a meaning to. */
const NAMES = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "value",
    "properties",
    "id",
    "name",
    "length",
    "",
    // How Pulumi marks what is not known yet and what is secret.
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "[secret]",
    "4dabf18193072939515e22adb298388d",
];

/** Texts on which a pattern that tries too much takes long. */
const LONG = ["/", "a", " ", "\\", "'", "::", "$", "[", "`"].map((part) => `${part.repeat(20_000)}\n`);

const text = fc.oneof(fc.constantFrom(...NAMES, ...HOSTILE, ...LONG), fc.string({ unit: "binary" }));

/** Any JSON, with names and texts that somebody has chosen to do harm. */
const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        fc.constantFrom(null, true, false, 0, -1, 1e21, "2026-12-02T10:30:00+00:00"),
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.array(fc.tuple(text, tie("value")), { maxLength: 4 }).map(Object.fromEntries),
    ),
})).value;

/** What becomes of one value of a document. */
type Mutation = { at: number } & ({ put: unknown } | { rename: string } | { add: [string, unknown] } | { drop: true });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ at: fc.nat(), put: value }) },
    fc.record({ at: fc.nat(), rename: text }),
    fc.record({ at: fc.nat(), add: fc.tuple(text, value) }),
    fc.record({ at: fc.nat(), drop: fc.constant(true as const) }),
);

/** The text of a valid document with some of its values changed, or of any other. */
export function mutated(...documents: unknown[]): fc.Arbitrary<string> {
    const changed = fc
        .tuple(fc.constantFrom(...documents), fc.array(mutation, { minLength: 1, maxLength: 4 }))
        .map(([document, mutations]) => mutations.reduce<unknown>(withMutation, document));
    return fc.oneof({ weight: 9, arbitrary: changed }, value).map((json) => JSON.stringify(json) ?? "null");
}

function withMutation(document: unknown, { at, ...change }: Mutation): unknown {
    let left = at % sizeOf(document);
    /** The entries that take the place of one; those of a list have their indexes as names. */
    const visit = ([name, inside]: [string, unknown]): [string, unknown][] => {
        if (left-- === 0) {
            return "put" in change
                ? [[name, change.put]]
                : "rename" in change
                  ? [[change.rename, inside]]
                  : "drop" in change
                    ? []
                    : [
                          [
                              name,
                              isRecord(inside)
                                  ? Object.fromEntries([...Object.entries(inside), change.add])
                                  : change.add,
                          ],
                      ];
        }
        return [[name, withEntries(inside, visit)]];
    };
    return visit(["", document])[0]?.[1];
}

function withEntries(inside: unknown, visit: (entry: [string, unknown]) => [string, unknown][]): unknown {
    if (Array.isArray(inside)) {
        return Object.entries(inside).flatMap((entry) => visit(entry).map(([, each]) => each));
    }
    // Not by assignment, with which `__proto__` would be no name.
    return isRecord(inside) ? Object.fromEntries(Object.entries(inside).flatMap(visit)) : inside;
}

function sizeOf(document: unknown): number {
    return typeof document === "object" && document !== null
        ? Object.values(document).reduce<number>((size, each) => size + sizeOf(each), 1)
        : 1;
}
