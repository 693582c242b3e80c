import { readPreview } from "../../../src/migration/preview/readPreview";
import { readStackExport } from "../../../src/migration/preview/stackExport";
import { UNKNOWN as LATER } from "../../../src/values";
import { CLUSTER, COMPONENT, document, events, type Said, type Step, stackExport, UNKNOWN } from "./previews";

const EXPECTED = "expected the output of `pulumi preview --json`";
const SIGNED = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const update: Step = {
    op: "update",
    urn: CLUSTER,
    old: { id: "/old", inputs: { location: "a" } },
    new: { inputs: { location: "b" } },
    differences: { location: "update-replace" },
};
const warning: Said = { severity: "warning", message: "look out", urn: COMPONENT };

describe.each([
    ["document", document],
    ["events", events],
] as const)("a preview as %s", (dialect, print) => {
    test("is read with its steps, states, differences and diagnostics", () => {
        const preview = readPreview(print([update], [warning]));
        expect(preview).toMatchObject({ dialect, complete: true });
        expect(preview.steps).toEqual([
            {
                operation: "update",
                op: "update",
                urn: CLUSTER,
                type: "azure-native:containerservice:ManagedCluster",
                name: "aks-cluster",
                old: expect.objectContaining({ id: "/old", inputs: { location: "a" }, parent: COMPONENT }),
                new: expect.objectContaining({ inputs: { location: "b" } }),
                differences: { location: "update-replace" },
                changedProperties: [],
            },
        ]);
        expect(preview.steps[0]?.new).not.toHaveProperty("id");
        expect(preview.diagnostics).toEqual([
            { severity: "warning", message: expect.stringMatching(/^(warning: )?look out$/), urn: COMPONENT },
        ]);
    });

    test("shows a replacement once", () => {
        const { steps } = readPreview(print([{ ...update, op: "replace" }]));
        expect(steps.map(({ op, operation }) => [op, operation])).toEqual([["replace", "replace"]]);
    });

    test("reads an unknown operation of Pulumi as unknown", () => {
        const { steps } = readPreview(print([{ ...update, op: "transmogrify" }]));
        expect(steps[0]).toMatchObject({ operation: "unknown", op: "transmogrify" });
    });

    test("is incomplete where it failed", () => {
        expect(readPreview(print([update], [{ severity: "error", message: "no" }])).complete).toBe(false);
    });

    test("finds unknown values and secrets at any depth", () => {
        const inputs = {
            a: UNKNOWN,
            b: [UNKNOWN],
            c: { d: UNKNOWN },
            e: "[secret]",
            f: { ...SIGNED, ciphertext: "[secret]" },
        };
        const { steps } = readPreview(print([{ ...update, new: { inputs } }]));
        expect(steps[0]?.new?.inputs).toEqual({ a: LATER, b: [LATER], c: { d: LATER }, e: "[secret]", f: "[secret]" });
    });
});

test.each([
    ["same", "same"],
    ["import", "import"],
    ["import-replacement", "replace"],
    ["create-replacement", "replace"],
    ["read", "none"],
    ["refresh", "none"],
    ["toString", "unknown"],
])("%s is read as %s", (op, operation) => {
    expect(readPreview(document([{ ...update, op }])).steps).toMatchObject([{ op, operation }]);
});

test("the parts of a replacement without the whole are one, too", () => {
    const { steps } = readPreview(document([{ ...update, op: "delete-replaced" }]));
    expect(steps.map(({ operation }) => operation)).toEqual(["replace"]);
});

test("a document without its summary is incomplete, and one without steps is not foreign", () => {
    expect(readPreview(document([update], [], {})).complete).toBe(false);
    expect(readPreview(JSON.stringify({ duration: 3, changeSummary: { same: 4 } }))).toEqual({
        dialect: "document",
        steps: [],
        diagnostics: [],
        complete: true,
    });
});

test("a stream that ends without a summary is incomplete; what follows the preview of an update is not read", () => {
    const lines = events([update]).split("\n");
    expect(readPreview(lines.slice(0, 1).join("\n")).complete).toBe(false);
    expect(readPreview([...lines, ...events([{ ...update, op: "delete" }]).split("\n")].join("\n")).steps).toHaveLength(
        1,
    );
});

test("events come as a list, too; debug messages and progress are no diagnostics", () => {
    const list = events([update], [{ severity: "debug", message: "x" }])
        .split("\n")
        .map((line) => JSON.parse(line));
    expect(readPreview(JSON.stringify(list))).toMatchObject({ dialect: "events", diagnostics: [], complete: true });
});

test.each([
    ["nothing", " \n", `the preview is empty; ${EXPECTED}`],
    [
        "a document that is cut off",
        document([update]).slice(0, 300),
        `the preview is JSON that ends too early; ${EXPECTED}, complete`,
    ],
    [
        "a stream that is cut off",
        events([update, update]).slice(0, -40),
        `the preview is JSON that ends too early; ${EXPECTED}, complete`,
    ],
    [
        "a stream with other text in it",
        `${events([update])}\nDone.`,
        `line 4 of the preview is not JSON; ${EXPECTED}, without its standard error`,
    ],
    ["text", "Previewing update (dev)\n", `line 1 of the preview is not JSON; ${EXPECTED}, without its standard error`],
    ["a string", '"x"', `the preview is a string; ${EXPECTED}`],
    ["null", "null", `the preview is null; ${EXPECTED}`],
    ["another list", "[1]", `the preview is a list, but not of engine events; ${EXPECTED}`],
    ["lines of another kind", '{"a":1}\n{"a":2}', `the preview is a list, but not of engine events; ${EXPECTED}`],
    [
        "another object",
        '{"format_version":"1","values":{}}',
        `the preview is an object with the keys format_version, values; ${EXPECTED}`,
    ],
    ["an empty object", "{}", `the preview is an object with the keys none; ${EXPECTED}`],
    ["a stack export", stackExport([]), `this is a stack export; ${EXPECTED}`],
    [
        "--output json",
        '{"result":"succeeded","duration":5,"summary":{"same":3},"resources":[]}',
        `this is what \`pulumi preview --output json\` prints, which contains no property differences; ${EXPECTED}`,
    ],
])("%s is refused in one line", (_, text, message) => {
    const read = () => readPreview(text);
    expect(read).toThrow(expect.objectContaining({ name: "InvalidInputError", message }));
});

describe("a stack export", () => {
    test("is read without secrets, in the clear or not", () => {
        const secrets = { a: { ...SIGNED, plaintext: '"hush"' }, b: { ...SIGNED, ciphertext: "v1:x" } };
        const { resources, interrupted } = readStackExport(stackExport([{ urn: CLUSTER, inputs: secrets }], [CLUSTER]));
        expect(resources).toMatchObject([{ urn: CLUSTER, inputs: { a: "[secret]", b: "[secret]" } }]);
        expect(interrupted).toEqual([CLUSTER]);
    });

    test.each([
        ["text", "no", "the stack export is not JSON; expected the output of `pulumi stack export`"],
        [
            "a preview",
            document([update]),
            "the stack export has no deployment; expected the output of `pulumi stack export`",
        ],
    ])("%s is none", (_, text, message) => {
        expect(() => readStackExport(text)).toThrow(expect.objectContaining({ name: "InvalidInputError", message }));
    });
});
