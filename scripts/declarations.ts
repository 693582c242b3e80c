import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";
import type { Declarations } from "../local-azure/kernel/declarations";
import { resourceTypes } from "../local-azure/providers/azure-native/resourceTypes";
import type { ResourceType } from "../local-azure/providers/azure-native/row";
import { networkPart, networkResource, proxy, type Shape } from "../local-azure/providers/azure-native/shapes";
import { ADDED_TO_AKS, AKS_TYPES } from "./aksVersions";

/**
 * Rewrites what a request's content may hold and which api-versions there are, type by type, from the declarations of
 * `@pulumi/azure-native`: `npx tsx scripts/declarations.ts`. A test compares. Where Microsoft.Network keeps a member of
 * an object, beside its `properties` or in them, is taken from the mappers of `@azure/arm-network`.
 */
export const declarationsFile = join(__dirname, "..", "local-azure", "kernel", "declarations.generated.json");

/** A resource type of ARM with the class of the SDK that declares it. */
interface Source {
    types: string[];
    module: string;
    name: string;
    apiVersion: string;
    shape: Shape;
    /** As in `ResourceType`. */
    stringSets: string[];
    keyTables: Record<string, Record<string, string>>;
    parameters: string[];
}

/** Types beside the rows of the provider stand-in. */
const others: Source[] = [
    source("Microsoft.Network/networkSecurityGroups/securityRules", "network:SecurityRule", networkPart, [
        "networkSecurityGroupName",
        "securityRuleName",
    ]),
    source("Microsoft.Network/loadBalancers", "network:LoadBalancer", networkResource, ["loadBalancerName"]),
    {
        ...source("Microsoft.Authorization/locks", "authorization:ManagementLockByScope", proxy, ["scope", "lockName"]),
        apiVersion: "2020-05-01",
    },
];

/** The SDK has a resource of its own making for a single policy of a vault; Azure takes a list of them. */
const accessPolicies = {
    "keyvault.VaultAccessPolicyParameters": { location: "-any", properties: "!@keyvault.VaultAccessPolicyProperties" },
    "keyvault.VaultAccessPolicyProperties": { accessPolicies: "![]@keyvault.AccessPolicyEntry" },
};

function source(type: string, token: string, shape: Shape, names: string[]): Source {
    const [module = "", name = ""] = token.split(":");
    const parameters = ["resourceGroupName", ...names];
    return { types: [type], module, name, apiVersion: "2024-05-01", shape, stringSets: [], keyTables: {}, parameters };
}

export function declarationsOfSdk(): Declarations {
    const sources = [...[...resourceTypes.values()].map(sourceOfRow), ...others];
    const writer = new ObjectWriter();
    const declarations: Declarations = { types: {}, objects: {} };
    for (const each of sources) {
        const content = writer.resource(each);
        const apiVersions = apiVersionsOf(each);
        for (const type of each.types) {
            declarations.types[type] = { declaredIn: each.apiVersion, content, apiVersions };
        }
    }
    const { declaredIn = "", apiVersions = [] } = declarations.types["Microsoft.KeyVault/vaults"] ?? {};
    const content = "keyvault.VaultAccessPolicyParameters";
    declarations.types["Microsoft.KeyVault/vaults/accessPolicies"] = { declaredIn, content, apiVersions };
    const objects = used({ ...withAdditions(writer.objects), ...accessPolicies }, declarations.types);
    const [declaredUntil] = Object.keys(ADDED_TO_AKS).slice(-1);
    for (const type of AKS_TYPES) Object.assign(declarations.types[type] ?? {}, { declaredUntil });
    return { types: sorted(declarations.types), objects: sorted(objects) };
}

/** The objects of AKS with what later api-versions add to them; a choice that they add to has its own values first. */
function withAdditions(objects: Declarations["objects"]): Declarations["objects"] {
    const all = { ...objects };
    for (const [since, additions] of Object.entries(ADDED_TO_AKS)) {
        for (const [name, members] of Object.entries(additions)) {
            const object = `containerservice.${name}`;
            const isNew = !all[object];
            const added = Object.entries(members).map(([member, spec]) => {
                const text = spec.replace("@", "@containerservice.");
                const known = all[object]?.[member];
                if (known === undefined) return [member, isNew ? text : `${since}:${text}`];
                // What answers hold already may be sent by then.
                return [member, text.startsWith("=") ? `${known}|${since}:${text.slice(1)}` : known];
            });
            all[object] = { ...all[object], ...Object.fromEntries(added) };
        }
    }
    return all;
}

/** Those that a type's content leads to. */
function used(objects: Declarations["objects"], types: Declarations["types"]): Declarations["objects"] {
    const found: Declarations["objects"] = {};
    const pending = Object.values(types).map(({ content }) => content);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const members = objects[next];
        if (found[next] || !members) continue;
        found[next] = members;
        pending.push(...Object.values(members).flatMap((spec) => /@(.+)$/.exec(spec)?.[1] ?? []));
    }
    return found;
}

function sourceOfRow(row: ResourceType): Source {
    const [, module = "", name = ""] = row.token.split(":");
    const parameters = [...row.path.matchAll(/\{(\w+)\}/g)].flatMap(([, parameter]) => parameter ?? []);
    return { ...row, types: typesOfPath(row.path), module, name, parameters };
}

/** Of record sets the kind of record is a part of the type. */
function typesOfPath(path: string): string[] {
    if (!path.includes("/providers/")) return ["Microsoft.Resources/subscriptions/resourceGroups"];
    const [namespace = "", ...rest] = path.slice(path.lastIndexOf("/providers/") + "/providers/".length).split("/");
    const type = [namespace, ...rest.filter((_, position) => position % 2 === 0)].join("/");
    const zone = type.replace("/{recordType}", "");
    if (zone === type) return [type];
    const kinds = [
        "A",
        "AAAA",
        "CNAME",
        "MX",
        "PTR",
        "SRV",
        "TXT",
        ...(zone.endsWith("/dnsZones") ? ["CAA", "NS"] : []),
    ];
    return kinds.map((kind) => `${zone}/${kind}`);
}

/** The aliases of a class name every api-version under which the SDK has ever had it. */
function apiVersionsOf({ module, name, apiVersion }: Source): string[] {
    const found = [...textOf(`${module}/${fileOf(name)}.js`).matchAll(/\/v(\d{4})(\d\d)(\d\d)(preview)?:\w+"/g)];
    const versions = found.map(
        ([, year, month, day, preview]) => `${year}-${month}-${day}${preview ? "-preview" : ""}`,
    );
    return [...new Set([...versions, apiVersion])].sort();
}

/** Writes the objects of requests as they go over the wire, each once. */
class ObjectWriter {
    readonly objects: Declarations["objects"] = {};

    resource({ module, name, shape, stringSets, keyTables, parameters }: Source): string {
        const file = sourceFile(`${module}/${fileOf(name)}.d.ts`);
        const inputs = new Map([...argumentsOf(file, name)].filter(([member]) => !parameters.includes(member)));
        const outputs = outputsOf(file, name);
        const own = `${module}.${name}`;
        const wire: Record<string, string> = {};
        const inner: Record<string, string> = {};
        for (const [member, spec] of this.#members(inputs, outputs)) {
            const changed = stringSets.some((path) => path === member) ? "{}any" : spec;
            if (shape.envelope.includes(member)) wire[member] = changed;
            // An input of this name whose members are outputs of their own: `properties` itself (keys).
            else if (member === "properties") Object.assign(inner, this.#inlined(changed, outputs, shape));
            else inner[shape.renames?.[member] ?? member] ??= changed;
        }
        for (const member of ["id", "name", "type", "systemData"]) wire[member] = "-any";
        for (const path of stringSets) this.#replace(wire, inner, path.split("."), "{}any");
        for (const [path, keys] of Object.entries(keyTables)) this.#rename(wire, inner, path.split("."), keys);
        if (!("properties" in wire)) {
            this.objects[`${own}.properties`] = inner;
            wire.properties = `@${own}.properties`;
        }
        this.objects[own] = wire;
        return own;
    }

    /** Of what may be set, the type; of what only answers show, that it is known. */
    *#members(inputs: Members, outputs: Members): Generator<[string, string]> {
        for (const [member, { type, optional }] of inputs) {
            yield [member, `${optional ? "" : "!"}${this.#spec(type, outputs.get(member)?.type)}`];
        }
        for (const member of outputs.keys()) if (!inputs.has(member)) yield [member, "-any"];
    }

    #spec(input: ts.TypeNode, output: ts.TypeNode | undefined): string {
        const type = unwrapped(input);
        const shown = output && unwrapped(output);
        if (ts.isArrayTypeNode(type)) {
            const element = shown && ts.isArrayTypeNode(shown) ? shown.elementType : undefined;
            return `[]${this.#spec(type.elementType, element)}`;
        }
        if (ts.isTypeLiteralNode(type)) {
            const entry = entryType(type);
            const element = shown && ts.isTypeLiteralNode(shown) ? entryType(shown) : undefined;
            return entry ? `{}${this.#spec(entry, element)}` : "any";
        }
        if (ts.isUnionTypeNode(type)) return unionSpec(type);
        const text = type.getText();
        if (/^(string|number|boolean)$/.test(text)) return text;
        const [, reference] = /^inputs\.([\w.]+)$/.exec(text) ?? [];
        if (reference) return `@${this.#object(reference, /^outputs\.([\w.]+)$/.exec(shown?.getText() ?? "")?.[1])}`;
        return enumSpec([type]) ?? "any";
    }

    #object(input: string, output: string | undefined): string {
        const [module = "", inputName = ""] = input.split(".");
        const base = inputName.replace(/Args$/, "");
        const outputName = output?.split(".")[1];
        const usual = outputName === undefined || outputName === `${base}Response` || outputName === base;
        const id = usual ? `${module}.${base}${outputName ? "" : "?"}` : `${module}.${base}/${outputName}`;
        if (this.objects[id]) return id;
        const wire: Record<string, string> = {};
        this.objects[id] = wire;
        const inputs = interfaceOf("input", module, inputName);
        const outputs = outputName ? interfaceOf("output", module, outputName) : new Map();
        const places = module === "network" ? placesOf(base) : {};
        const inner: Record<string, string> = {};
        for (const [member, spec] of this.#members(inputs, outputs)) {
            const place = places[member] ?? member;
            if (place.startsWith("properties.")) inner[place.slice("properties.".length)] = spec;
            else wire[place] = spec;
        }
        if (Object.keys(inner).length > 0) {
            wire.properties = `@${id}.properties`;
            this.objects[`${id}.properties`] = inner;
        }
        return id;
    }

    #inlined(spec: string, outputs: Members, { envelope }: Shape): Record<string, string> {
        const [module = "", name = ""] = spec.replace(/^!?@|\?$/g, "").split(".");
        const shown = new Map([...outputs].filter(([member]) => !envelope.includes(member)));
        return Object.fromEntries(this.#members(interfaceOf("input", module, `${name}Args`), shown));
    }

    #objectOf(spec: string | undefined): Record<string, string> {
        return this.objects[spec?.replace(/^!?@/, "") ?? ""] ?? {};
    }

    #replace(
        wire: Record<string, string>,
        inner: Record<string, string>,
        [first = "", second]: string[],
        spec: string,
    ) {
        const holder = this.#objectOf(wire[first] ?? inner[first]);
        if (second !== undefined) holder[second] = spec;
    }

    #rename(
        wire: Record<string, string>,
        inner: Record<string, string>,
        [first = ""]: string[],
        keys: Record<string, string>,
    ) {
        const holder = this.#objectOf(wire[first] ?? inner[first]);
        for (const [from, to] of Object.entries(keys)) {
            const spec = holder[from];
            if (spec === undefined) continue;
            delete holder[from];
            holder[to] = spec;
        }
    }
}

/** Where the members of an object of Microsoft.Network lie, by the SDK's name. */
function placesOf(name: string): Record<string, string> {
    const members = Object.values(networkMappers[name]?.type.modelProperties ?? {}).map(({ serializedName = "" }) => {
        const last = serializedName.slice(serializedName.lastIndexOf(".") + 1);
        return [last, serializedName] as const;
    });
    return Object.fromEntries(members);
}

/** The package exports them to nobody: they are loaded by their path. */
const networkMappers: Record<string, { type: { modelProperties?: Record<string, { serializedName?: string }> } }> =
    require(join(dirname(require.resolve("@azure/arm-network")), "models", "mappers.js"));

type Members = Map<string, { type: ts.TypeNode; optional: boolean }>;

const root = require.resolve("@pulumi/azure-native/package.json").replace("package.json", "");
const textOf = (file: string) => readFileSync(root + file, "utf8");
const fileOf = (name: string) => name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());

const sourceFile = (file: string) => parsed(textOf(file));
const parsed = (text: string) => ts.createSourceFile("sdk.d.ts", text, ts.ScriptTarget.Latest, true);

const modules = new Map<string, Map<string, ts.InterfaceDeclaration>>();

/** The interfaces of all modules in one file are too many to parse: only a module's own part is. */
function interfaceOf(kind: "input" | "output", module: string, name: string): Members {
    const key = `${kind} ${module}`;
    const known = modules.get(key) ?? interfacesOf(kind, module);
    modules.set(key, known);
    const declaration = known.get(name);
    if (!declaration) throw new Error(`types/${kind}.d.ts declares no ${module}.${name}`);
    return membersOf(declaration.members);
}

function interfacesOf(kind: "input" | "output", module: string): Map<string, ts.InterfaceDeclaration> {
    const text = textOf(`types/${kind}.d.ts`);
    const start = text.indexOf(`export declare namespace ${module} {`);
    const next = text.indexOf("export declare namespace ", start + 1);
    const found = new Map<string, ts.InterfaceDeclaration>();
    const visit = (node: ts.Node): void => {
        if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, node);
        else ts.forEachChild(node, visit);
    };
    visit(parsed(text.slice(start, next < 0 ? undefined : next)));
    return found;
}

function argumentsOf(file: ts.SourceFile, name: string): Members {
    const declaration = file.statements.find(
        (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === `${name}Args`,
    );
    return membersOf(declaration?.members ?? []);
}

function outputsOf(file: ts.SourceFile, name: string): Members {
    const declaration = file.statements.find(
        (node): node is ts.ClassDeclaration => ts.isClassDeclaration(node) && node.name?.text === name,
    );
    const outputs = [...membersOf(declaration?.members ?? [])].filter(([, { type }]) =>
        /^pulumi\.Output</.test(type.getText()),
    );
    return new Map(outputs.filter(([member]) => member !== "azureApiVersion"));
}

function membersOf(members: readonly (ts.ClassElement | ts.TypeElement)[]): Members {
    return new Map(
        members.flatMap((member) => {
            const isProperty = ts.isPropertySignature(member) || ts.isPropertyDeclaration(member);
            if (!isProperty || !member.type) return [];
            return [
                [member.name.getText(), { type: member.type, optional: member.questionToken !== undefined }] as const,
            ];
        }),
    );
}

/** Without `pulumi.Input`, `pulumi.Output` and `undefined`. */
function unwrapped(type: ts.TypeNode): ts.TypeNode {
    if (ts.isParenthesizedTypeNode(type)) return unwrapped(type.type);
    if (ts.isTypeReferenceNode(type) && /^pulumi\.(Input|Output)$/.test(type.typeName.getText())) {
        const [inner] = type.typeArguments ?? [];
        return inner ? unwrapped(inner) : type;
    }
    if (!ts.isUnionTypeNode(type)) return type;
    const parts = type.types.filter((part) => part.getText() !== "undefined");
    const [only] = parts;
    return only && parts.length === 1 ? unwrapped(only) : type;
}

function entryType(type: ts.TypeLiteralNode): ts.TypeNode | undefined {
    const [entry] = type.members;
    return entry && ts.isIndexSignatureDeclaration(entry) ? entry.type : undefined;
}

/** `string | enums.…` is an enumeration that may grow; without `string` it is closed. */
function unionSpec(type: ts.UnionTypeNode): string {
    const parts = type.types.filter((part) => part.getText() !== "undefined");
    const named = parts.filter((part) => part.getText() !== "string");
    return enumSpec(named) ?? "any";
}

function enumSpec(types: ts.TypeNode[]): string | undefined {
    const values = types.map((type) => valuesOf(type.getText()));
    return values.every((each) => each !== undefined) ? `=${values.flat().join("|")}` : undefined;
}

const enums = new Map<string, string>();

function valuesOf(text: string): string[] | undefined {
    const [, literal] = /^["'](.*)["']$/.exec(text) ?? [];
    if (literal !== undefined) return [literal];
    const [, module = "", name = ""] = /^enums\.(\w+)\.(\w+)$/.exec(text) ?? [];
    if (!name) return undefined;
    const file = enums.get(module) ?? textOf(`types/enums/${module}/index.d.ts`);
    enums.set(module, file);
    const start = file.indexOf(`export declare const ${name}: {`);
    const block = file.slice(start, file.indexOf("\n};", start));
    return start < 0 ? undefined : [...block.matchAll(/readonly \w+: "(.*)";/g)].flatMap(([, value]) => value ?? []);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
    return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A type or an object on a line. */
export function declarationsText(): string {
    const { types, objects } = declarationsOfSdk();
    const lines = (record: object) =>
        Object.entries(record)
            .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
            .join(",\n");
    return `{"types": {\n${lines(types)}\n},\n"objects": {\n${lines(objects)}\n}}\n`;
}

if (require.main === module) writeFileSync(declarationsFile, declarationsText());
