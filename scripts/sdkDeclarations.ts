import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import type {
    AddedDeclarations,
    DeclaredResource,
    InputType,
    SdkDeclarations,
} from "../local-azure/providers/azure-native/declared";
import { rows } from "../local-azure/providers/azure-native/rows";
import { ADDED_TO_AKS } from "./aksVersions";

/** Rewrites what the provider stand-in takes from the SDK's declarations: `npx tsx scripts/sdkDeclarations.ts`. A test compares. */
export const sdkDeclarationsFile = join(
    __dirname,
    "..",
    "local-azure",
    "providers",
    "azure-native",
    "sdk.generated.json",
);

type Shapes = Record<string, string>;

function declarationsOfSdk(): SdkDeclarations {
    const outputs = interfaces(parsed("types/output.d.ts"));
    const inputs = interfaces(parsed("types/input.d.ts"));
    const declarations: SdkDeclarations = { resources: {}, types: {}, versions: {} };
    for (const { token, path } of rows) {
        declarations.resources[`azure-native:${token}`] = resourceOf(token, path, inputs, outputs);
    }
    const wanted = Object.values(declarations.resources).flatMap((resource) => references(resource.outputs));
    for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
        if (declarations.types[next]) continue;
        const shapes = shapesOf(outputs, next);
        declarations.types[next] = shapes;
        wanted.push(...references(shapes));
    }
    const versions = { containerservice: versionsOfAks() };
    return { resources: sorted(declarations.resources), types: sorted(declarations.types), versions };
}

/** The api-versions of AKS that the SDK's classes name, of those whose additions are known. */
function versionsOfAks(): SdkDeclarations["versions"][string] {
    const script = scriptOf(fileOf("containerservice:ManagedCluster"));
    const named = Object.entries(ADDED_TO_AKS).filter(([version]) =>
        script.includes(`"azure-native:containerservice/v${version.replaceAll("-", "")}:ManagedCluster"`),
    );
    return Object.fromEntries(named.map(([version, additions]) => [version, declaredAdditions(additions)]));
}

/** In the SDK's names. A choice is text there, so what is added to one adds nothing. */
function declaredAdditions(additions: (typeof ADDED_TO_AKS)[string]): AddedDeclarations {
    const declared: AddedDeclarations = { resources: {}, types: {} };
    for (const [name, members] of Object.entries(additions)) {
        const shapes = Object.entries(members).flatMap(([member, spec]): [string, string][] => {
            const [, nesting = "", reference] = /^((?:\[\]|\{\})*)@(.+)/.exec(spec) ?? [];
            if (reference) return [[member, `${nesting}@${responseType(reference)}`]];
            return [[member, spec.startsWith("=") ? "string" : spec]];
        });
        const [resource = "", own] = name.split(".");
        const [group, key] = own
            ? [declared.resources, `azure-native:containerservice:${resource}`]
            : [declared.types, responseType(name)];
        group[key] = Object.fromEntries(shapes);
    }
    return declared;
}

const responseType = (name: string) => `containerservice.${name.split("/")[1] ?? `${name}Response`}`;

function resourceOf(token: string, path: string, inputs: Interfaces, outputs: Interfaces): DeclaredResource {
    const name = token.split(":").pop() ?? "";
    const file = fileOf(token);
    const source = parsed(`${file}.d.ts`);
    const script = scriptOf(file);
    const own = shapes(classMembers(source, name));
    const settable = shapes(interfaces(source).get(`${name}Args`) ?? []);
    for (const [, parameter = ""] of path.matchAll(/\{(\w+)\}/g)) delete settable[parameter];
    const differences = differencesOf(settable, own, inputs, outputs);
    return {
        apiVersion: /Uses Azure REST API version (\S+?)\.\s/.exec(source.text)?.[1] ?? "",
        inputs: Object.fromEntries(Object.entries(settable).map(([key, shape]) => [key, kindOf(shape)])),
        required: [...script.matchAll(/Missing required property '(\w+)'/g)].flatMap(([, key = ""]) =>
            key in settable ? [key] : [],
        ),
        defaults: defaultsIn(script),
        outputs: own,
        ...differences,
    };
}

function kindOf(shape: string): InputType {
    if (shape.startsWith("[]")) return "array";
    return shape === "string" || shape === "number" || shape === "boolean" ? shape : "object";
}

/** Where the settable objects of a resource differ from what answers show, at whatever depth. */
function differencesOf(sent: Shapes, shown: Shapes, inputs: Interfaces, outputs: Interfaces) {
    const found: Pick<DeclaredResource, "readOnly" | "stringSets"> = { readOnly: [], stringSets: [] };
    const compare = (input: string, output: string, path: string, around: string[]): void => {
        if (input === "[]string" && output.startsWith("{}")) found.stringSets.push(path);
        if (input.slice(0, 2) === output.slice(0, 2) && /^(\[\]|\{\})/.test(input)) {
            compare(input.slice(2), output.slice(2), `${path}.*`, around);
        }
        if (!input.startsWith("@") || !output.startsWith("@") || around.includes(output)) return;
        const settable = shapesOf(inputs, input.slice(1));
        for (const [name, shape] of Object.entries(shapesOf(outputs, output.slice(1)))) {
            const own = settable[name];
            if (own === undefined) found.readOnly.push(`${path}.${name}`);
            else compare(own, shape, `${path}.${name}`, [...around, output]);
        }
    };
    for (const [name, shape] of Object.entries(sent)) compare(shape, shown[name] ?? "", name, []);
    return found;
}

export const sdkFolder = require.resolve("@pulumi/azure-native/package.json").replace("package.json", "");

/** `network/subnet` of `network:Subnet`, or of the same with its package. */
export function fileOf(token: string): string {
    const [name = "", module] = token.split(":").reverse();
    return `${module}/${name.replace(/^./, (letter) => letter.toLowerCase())}`;
}

export function scriptOf(file: string): string {
    return readFileSync(`${sdkFolder}${file}.js`, "utf8");
}

/** The SDK sends these where the program sets no value: `(args?.enableDdosProtection) ?? false`. */
export function defaultsIn(script: string): Record<string, boolean | number | string> {
    const found = [...script.matchAll(/\((?:args\?|val)\.(\w+)\) \?\? (true|false|\d+|"[^"]*")/g)];
    return Object.fromEntries(found.map(([, key = "", value = ""]) => [key, JSON.parse(value)]));
}

export function parsed(file: string): ts.SourceFile {
    return ts.createSourceFile(file, readFileSync(sdkFolder + file, "utf8"), ts.ScriptTarget.Latest, true);
}

export type Member = [name: string, type: ts.TypeNode];

/** By `module.Interface`; of a resource's own file by `Interface`. */
type Interfaces = Map<string, Member[]>;

export function interfaces(source: ts.SourceFile): Interfaces {
    const found: Interfaces = new Map();
    const visit = (node: ts.Node, path: string[]): void => {
        if (ts.isModuleDeclaration(node) && node.body) visit(node.body, [...path, node.name.text]);
        else if (ts.isInterfaceDeclaration(node))
            found.set([...path, node.name.text].join("."), memberTypes(node.members));
        else ts.forEachChild(node, (child) => visit(child, path));
    };
    visit(source, []);
    return found;
}

/** Outputs of a resource: what its class declares as `pulumi.Output<…>`. */
export function classMembers(source: ts.SourceFile, name: string): Member[] {
    const declaration = source.statements.find(
        (node): node is ts.ClassDeclaration => ts.isClassDeclaration(node) && node.name?.text === name,
    );
    return memberTypes(declaration?.members ?? []).flatMap(([member, type]): Member[] => {
        const output = ts.isTypeReferenceNode(type) ? type.typeArguments?.[0] : undefined;
        return output ? [[member, output]] : [];
    });
}

function memberTypes(members: readonly (ts.ClassElement | ts.TypeElement)[]): Member[] {
    return members.flatMap((member): Member[] => {
        const isProperty = ts.isPropertySignature(member) || ts.isPropertyDeclaration(member);
        return isProperty && member.type ? [[member.name.getText(), member.type]] : [];
    });
}

function shapesOf(declared: Interfaces, name: string): Shapes {
    const members = declared.get(name);
    if (!members) throw new Error(`The SDK declares no ${name}`);
    return shapes(members);
}

function shapes(members: Member[]): Shapes {
    return Object.fromEntries(members.map(([name, type]) => [name, shapeOf(type)]));
}

/** As `previewed` reads it: a scalar, `any`, `@reference`, `[]element`, `{}entry`. */
function shapeOf(type: ts.TypeNode): string {
    const text = type.getText();
    if (ts.isUnionTypeNode(type)) {
        const parts = type.types.filter((part) => part.getText() !== "undefined");
        const [only] = parts;
        return only && parts.length === 1 ? shapeOf(only) : parts.every(isText) ? "string" : "any";
    }
    if (ts.isParenthesizedTypeNode(type)) return shapeOf(type.type);
    if (ts.isArrayTypeNode(type)) return `[]${shapeOf(type.elementType)}`;
    if (ts.isTypeLiteralNode(type)) {
        const [entry] = type.members;
        return entry && ts.isIndexSignatureDeclaration(entry) ? `{}${shapeOf(entry.type)}` : "any";
    }
    if (ts.isTypeReferenceNode(type) && type.typeName.getText() === "pulumi.Input") {
        const [inner] = type.typeArguments ?? [];
        return inner ? shapeOf(inner) : "any";
    }
    if (/^(string|number|boolean)$/.test(text)) return text;
    if (isText(type)) return "string";
    return /^(in|out)puts\./.test(text) ? `@${text.slice(text.indexOf(".") + 1)}` : "any";
}

const isText = (type: ts.TypeNode) => /^(string|enums\.[\w.]+|"[^"]*"|'[^']*')$/.test(type.getText());

function references(shapes: Shapes): string[] {
    return Object.values(shapes).flatMap((text) => /@([\w.]+)$/.exec(text)?.[1] ?? []);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
    return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A resource or a type on a line. */
export function sdkDeclarationsText(): string {
    const { resources, types, versions } = declarationsOfSdk();
    const ofModules = Object.entries(versions).map(([module, each]) => `${JSON.stringify(module)}: ${lines(each)}`);
    return `{"resources": ${lines(resources)},\n"types": ${lines(types)},\n"versions": {${ofModules.join(",\n")}}}\n`;
}

function lines(declared: Record<string, object>): string {
    const entries = Object.entries(declared).map(
        ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    );
    return `{\n${entries.join(",\n")}\n}`;
}

if (require.main === module) writeFileSync(sdkDeclarationsFile, sdkDeclarationsText());
