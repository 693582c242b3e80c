import { readFileSync } from "node:fs";
import fc from "fast-check";
import { declaredType, type Member, membersOf, type Spec } from "../../local-azure/kernel/declarations";
import generated from "../../local-azure/kernel/declarations.generated.json";
import type { JsonObject } from "../../local-azure/kernel/json";
import { type Violation, violationsOf } from "../../local-azure/server/validation/violations";
import { services } from "../../local-azure/services";
import { declarationsFile, declarationsText } from "../../scripts/declarations";

test("the file holds what the SDK declares: npx tsx scripts/declarations.ts", () => {
    expect(readFileSync(declarationsFile, "utf8")).toBe(declarationsText());
});

test("every type that can be written is declared", () => {
    const written = services
        .flatMap(({ routes }) => routes)
        .filter(({ method, on }) => (method === "PUT" || method === "PATCH") && on === "resource")
        .map(({ type }) => type);
    expect([...new Set(written)].filter((type) => !declaredType(type))).toEqual([]);
});

test("every reference leads to an object, and every text is read", () => {
    const kinds = new Set<string>();
    for (const object of Object.keys(generated.objects)) {
        expect([object, membersOf(object).size > 0]).toEqual([object, true]);
        for (const { spec } of membersOf(object).values()) {
            const inner = innermost(spec);
            kinds.add(inner.kind);
            if (inner.kind === "object") expect(Object.keys(generated.objects)).toContain(inner.name);
            if (inner.kind === "enum") expect(inner.values.every((value) => value !== "")).toBe(true);
        }
    }
    expect([...kinds].sort()).toEqual(["any", "boolean", "enum", "number", "object", "string"]);
});

const innermost = (spec: Spec): Spec => ("of" in spec ? innermost(spec.of) : spec);

const cluster = "containerservice.ManagedCluster";
const newest = "9999-12-31";
const found = (content: JsonObject, object = cluster, partial = false, apiVersion = newest) =>
    [...violationsOf(content, object, { partial, apiVersion })].map(({ kind, path }) => `${kind} ${path.join(".")}`);

const contents: [what: string, content: JsonObject, expected: string[]][] = [
    [
        "what is declared",
        { location: "westus2", properties: { dnsPrefix: "a", agentPoolProfiles: [{ name: "p" }] } },
        [],
    ],
    ["null for anything that need not be there", { identity: null, properties: { networkProfile: null } }, []],
    ["an empty choice", { properties: { networkProfile: { networkPlugin: "" } } }, []],
    ["any value of what only answers hold", { eTag: 3, properties: { fqdn: {}, powerState: [] } }, []],
    ["another member at the top", { propertees: {} }, ["unknown propertees"]],
    [
        "another member below",
        { properties: { networkProfile: { plugin: "azure" } } },
        ["unknown properties.networkProfile.plugin"],
    ],
    [
        "another member in a list",
        { properties: { agentPoolProfiles: [{ name: "p" }, { name: "q", x: 1 }] } },
        ["unknown properties.agentPoolProfiles.1.x"],
    ],
    [
        "another member in a map",
        { properties: { addonProfiles: { a: { enabled: true, on: 1 } } } },
        ["unknown properties.addonProfiles.a.on"],
    ],
    [
        "a scalar of another type",
        { properties: { agentPoolProfiles: [{ name: "p", count: "3" }] } },
        ["type properties.agentPoolProfiles.0.count"],
    ],
    ["a scalar for an object", { properties: { networkProfile: "azure" } }, ["type properties.networkProfile"]],
    ["an object for a list", { properties: { agentPoolProfiles: {} } }, ["type properties.agentPoolProfiles"]],
    ["a list for a map", { properties: { addonProfiles: [] } }, ["type properties.addonProfiles"]],
    [
        "a number for a choice",
        { properties: { networkProfile: { networkPlugin: 1 } } },
        ["type properties.networkProfile.networkPlugin"],
    ],
    [
        "another choice",
        { properties: { networkProfile: { networkPlugin: "nonsense" } } },
        ["value properties.networkProfile.networkPlugin"],
    ],
    [
        "no value where one is required",
        { properties: { agentPoolProfiles: [{ name: null }] } },
        ["missing properties.agentPoolProfiles.0.name"],
    ],
    [
        "a key of every object's prototype",
        JSON.parse('{"constructor":1,"__proto__":{}}'),
        ["unknown constructor", "unknown __proto__"],
    ],
];

test.each(contents)("%s", (_what, content, expected) => {
    expect(found(content)).toEqual(expected);
});

test("a PATCH need not repeat what is required", () => {
    const content = { properties: { agentPoolProfiles: [{ count: 1 }] } };
    expect([found(content), found(content, cluster, true)]).toEqual([
        ["missing properties.agentPoolProfiles.0.name"],
        [],
    ]);
});

describe("law", () => {
    const declared = fc.constantFrom(...Object.values(generated.types).map(({ content }) => content));

    test("what is made by a declaration violates nothing", () => {
        const content = declared.chain((object) => ofObject(object, 4).map((made) => [object, made] as const));
        fc.assert(
            fc.property(content, ([object, made]) => expect(found(made, object)).toEqual([])),
            runs,
        );
    });

    test("whatever comes is looked through, and each violation is where it says", () => {
        fc.assert(
            fc.property(
                declared,
                fc.dictionary(fc.constantFrom("properties", "sku", "x"), fc.jsonValue()),
                (object, made) => {
                    for (const violation of violationsOf(made as JsonObject, object, {
                        partial: false,
                        apiVersion: newest,
                    })) {
                        const { kind, path } = violation;
                        const at = path.reduce<unknown>((value, key) => Object(value)[key], made);
                        expect([violation, at ?? null]).toEqual([
                            violation,
                            kind === "missing" ? null : (violation as Violation).found,
                        ]);
                    }
                },
            ),
            runs,
        );
    });

    const runs = { seed: 7, numRuns: 300 };

    /** As deep as `depth` says; objects below hold what is required only. */
    function ofObject(object: string, depth: number): fc.Arbitrary<JsonObject> {
        const members = [...membersOf(object)].filter(([, { required }]) => required || depth > 0);
        const requiredKeys = members.filter(([, { required }]) => required).map(([name]) => name);
        const values = Object.fromEntries(members.map(([name, member]) => [name, ofMember(member, depth - 1)]));
        return fc.record(values, { requiredKeys }) as fc.Arbitrary<JsonObject>;
    }

    const ofMember = ({ spec, readOnly }: Member, depth: number) => (readOnly ? fc.jsonValue() : ofSpec(spec, depth));

    function ofSpec(spec: Spec, depth: number): fc.Arbitrary<unknown> {
        switch (spec.kind) {
            case "any":
                return fc.jsonValue();
            case "string":
                return fc.string();
            case "number":
                return fc.integer();
            case "boolean":
                return fc.boolean();
            case "enum":
                return fc.constantFrom(...spec.values);
            case "list":
                return depth <= 0 ? fc.constant([]) : fc.array(ofSpec(spec.of, depth), { maxLength: 2 });
            case "map":
                return depth <= 0
                    ? fc.constant({})
                    : fc.dictionary(fc.string(), ofSpec(spec.of, depth), { maxKeys: 2 });
            case "object":
                return ofObject(spec.name, depth);
        }
    }
});
