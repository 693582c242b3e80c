import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type Schema } from "ajv";
import { parseAllDocuments } from "yaml";
import schema from "../../../src/schema.json";
import crds from "./crds.json";

/** The manifests of examples/fleet/operator, by the schemas of the Pulumi Kubernetes Operator and of this package. */

interface Manifest {
    kind: string;
    metadata: { name: string; namespace?: string };
}

interface Stack extends Manifest {
    spec: {
        stack: string;
        programRef: { name: string };
        config: Record<string, unknown>;
        serviceAccountName: string;
        envRefs: Record<string, { type: string }>;
    };
}

interface Program extends Manifest {
    program: {
        configuration: Record<string, { default?: unknown }>;
        resources: Record<string, { type: string; properties: Record<string, unknown> }>;
        outputs: Record<string, string>;
    };
}

const FILES = ["access.yaml", "program.yaml", "stacks.yaml"];
const manifests: Manifest[] = FILES.flatMap(manifestsOf);
const program = manifests.find(({ kind }) => kind === "Program") as Program;
const stacks = manifests.filter(({ kind }) => kind === "Stack") as Stack[];

test("there are a program and more than one stack", () => {
    expect(program.metadata.name).toBe("aks-fleet");
    expect(stacks.map(({ metadata }) => metadata.name)).toEqual(["west", "north"]);
});

test.each(manifests.filter(({ kind }) => kind in crds).map((manifest) => [nameOf(manifest), manifest]))(
    "%s is valid by the operator's CRDs",
    (_, manifest) => {
        expect(mistakesOf(manifest)).toEqual([]);
    },
);

const [west] = stacks as [Stack];
test.each<[string, Manifest, string]>([
    ["a field that is not known", changed(west, "spec", { stak: "west" }), "/spec must NOT have additional properties"],
    [
        "a stack without a name",
        changed(west, "spec", { stack: undefined }),
        "/spec must have required property 'stack'",
    ],
    ["a reference without a type", changed(west, "spec", { envRefs: { A: {} } }), "/spec/envRefs/A must have required"],
    [
        "config of another type",
        changed(program, "program", { configuration: { a: { type: "Text" } } }),
        "must be equal",
    ],
    [
        "a resource without a type",
        changed(program, "program", { resources: { aks: {} } }),
        "/program/resources/aks must",
    ],
])("the CRDs refuse %s", (_, manifest, message) => {
    expect(mistakesOf(manifest).join("\n")).toContain(message);
});

test("the program sets what the component has, and outputs what it returns", () => {
    const components = Object.entries(program.program.resources).filter(([, { type }]) => type in schema.resources);
    expect(components.map(([name]) => name)).toEqual(["aks"]);
    const [, aks] = components[0] ?? [];
    const component = schema.resources["managed-identity-aks:index:ManagedIdentityAksCluster"];
    const { requiredInputs: required, inputProperties: properties } = component;
    expect(unknownIn(aks?.properties, { required, properties })).toEqual([]);
    const outputs = Object.values(program.program.outputs).map((text) => /^\$\{aks\.(\w+)\}$/.exec(text)?.[1]);
    expect(outputs.filter((name) => !(name && name in component.properties))).toEqual([]);
});

test.each(stacks.map((stack) => [nameOf(stack), stack]))("%s fits the program and the service account", (_, stack) => {
    const { metadata, spec } = stack;
    const { configuration } = program.program;
    expect(spec.programRef.name).toBe(program.metadata.name);
    const { "azure-native:location": location, ...config } = spec.config;
    expect(location).toEqual(expect.any(String));
    expect(Object.keys(config).filter((key) => !(key in configuration))).toEqual([]);
    const required = Object.keys(configuration).filter((key) => configuration[key]?.default === undefined);
    expect(required.filter((key) => !(key in config))).toEqual([]);
    expect(manifests.map(nameOf)).toContain(`ServiceAccount ${spec.serviceAccountName}`);
    expect(metadata.namespace).toBe(program.metadata.namespace);
});

test("no manifest has a secret in plain text", () => {
    expect(manifests.filter(({ kind }) => kind === "Secret")).toEqual([]);
    const references = stacks.flatMap(({ spec }) => Object.entries(spec.envRefs));
    const ofSecrets = references.filter(([name]) => /PASS|SECRET|KEY|TOKEN$/.test(name));
    expect(ofSecrets.map(([name, { type }]) => [name, type])).toEqual(
        stacks.map(() => ["PULUMI_CONFIG_PASSPHRASE", "Secret"]),
    );
});

function manifestsOf(file: string): Manifest[] {
    const path = join(__dirname, "../../../examples/fleet/operator", file);
    return parseAllDocuments(readFileSync(path, "utf8")).map((document) => document.toJS({ mapAsMap: false }));
}

function nameOf({ kind, metadata }: Manifest): string {
    return `${kind} ${metadata.name}`;
}

function changed(manifest: Manifest, part: string, change: object): Manifest {
    const old: object = Object.entries(manifest).find(([name]) => name === part)?.[1];
    return JSON.parse(JSON.stringify({ ...manifest, [part]: { ...old, ...change } }));
}

function mistakesOf(manifest: Manifest): string[] {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(closed(crds[manifest.kind as "Stack" | "Program"]) as Schema);
    validate(manifest);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** As `kubectl` validates: an object has the fields that are listed, unless it takes others. */
function closed(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(closed);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, member]) => [key, closed(member)]);
    const open = ["additionalProperties", "x-kubernetes-preserve-unknown-fields"].some((key) => key in value);
    const isObject = "properties" in value && "type" in value && value.type === "object";
    return Object.fromEntries(isObject && !open ? [...entries, ["additionalProperties", false]] : entries);
}

interface ObjectType {
    required?: string[];
    properties: Record<string, object>;
}

/** Paths of values that the package's schema does not know, and of required ones that are missing. */
function unknownIn(value: unknown, { required = [], properties }: ObjectType, path = ""): string[] {
    const values = Object.entries(value ?? {});
    const missing = required.filter((name) => !values.some(([key]) => key === name));
    return [
        ...missing.map((name) => `${path}${name} is missing`),
        ...values.flatMap(([key, member]) => {
            const property = properties[key];
            const type = property && "$ref" in property ? String(property.$ref).replace("#/types/", "") : "";
            const nested = (schema.types as unknown as Record<string, ObjectType>)[type];
            if (!property) return [`${path}${key}`];
            return nested && typeof member === "object" ? unknownIn(member, nested, `${path}${key}.`) : [];
        }),
    ];
}
