import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { dotnetHostFolder } from "../../scripts/languageTools";
import { nameOfToken, type PackageSchema, type Property, usedTypes } from "../../scripts/packageSchema";
import { runProgram } from "../../scripts/runProgram";
import schema from "../../src/schema.json";
import { temporaryFolder } from "../temporaryFolder";
import { expectCommittedNames } from "./committedNames";
import type { CsharpSources } from "./csharp";
import { generateSdk, inDotnet, ROOT } from "./tools";

const LOGO = join(ROOT, basename(schema.logoUrl));
const { rootNamespace, namespaces } = schema.language.csharp;
const NAMESPACE = `${rootNamespace}.${namespaces[schema.name as keyof typeof namespaces]}`;

type Properties = Record<string, Property>;

const folder = temporaryFolder();
let logos: Server;
beforeAll(async () => {
    // The generator fetches the logo, which is then a part of the SDK.
    logos = createServer((_, response) => response.end(readFileSync(LOGO)));
    await new Promise<void>((resolve) => logos.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => logos.close(resolve)));

/** The SDK of a schema, as the test changes it. */
async function generated(change: (changed: PackageSchema) => void = () => {}): Promise<string> {
    const { port } = logos.address() as AddressInfo;
    const changed = structuredClone(schema);
    changed.logoUrl = `http://127.0.0.1:${port}/logo.png`;
    change(changed as unknown as PackageSchema);
    const out = mkdtempSync(join(folder.path, "sdk-"));
    const file = join(out, "schema.json");
    writeFileSync(file, JSON.stringify(changed));
    await generateSdk("dotnet", dotnetHostFolder(), file, out);
    return join(out, "dotnet");
}

async function sourcesIn(sdk: string): Promise<CsharpSources> {
    const program = ["--import", "tsx", join(__dirname, "csharp.ts"), sdk, NAMESPACE];
    const { stdout } = await runProgram(process.execPath, program);
    return JSON.parse(stdout);
}

/** Every type, input, output and value of an enum that a program in C# may use. */
function declaredBy({ resources, types }: PackageSchema): string[] {
    const declared = new Set<string>();
    const declareTypes = (kind: "input" | "output", properties: Properties) => {
        for (const token of usedTypes(types, properties)) {
            const { enum: values = [], properties: members, required = [] } = types[token] ?? {};
            const name = nameOfToken(token);
            if (members !== undefined) {
                const owner = kind === "input" ? `Inputs.${name}Args` : `Outputs.${name}`;
                declared.add(owner);
                declareAll(owner, kind, members, (property) => required.includes(property));
            }
            for (const { value } of values) declared.add(`${name} value ${value}`);
        }
    };
    const declareAll = (owner: string, kind: string, all: Properties, isRequired: (name: string) => boolean) => {
        for (const property of Object.keys(all)) {
            declared.add(`${owner} ${kind} ${property}${kind === "input" && isRequired(property) ? ", required" : ""}`);
        }
    };
    for (const [token, { inputProperties, properties }] of Object.entries(resources)) {
        const name = nameOfToken(token);
        declared.add(`${name} component`);
        declareAll(name, "output", properties, () => false);
        declared.add(`${name}Args`);
        declareAll(`${name}Args`, "input", inputProperties, (input) => !inputProperties[input]?.optional);
        declareTypes("input", inputProperties);
        declareTypes("output", properties);
    }
    return [...declared].sort();
}

/** The same of the sources. What no program uses is left out: the provider, and what the SDK is made of. */
function declaredIn({ types }: CsharpSources): string[] {
    const declared = Object.entries(types).flatMap(([full, { bases, members, constructorParameters }]) => {
        const name = full.slice(NAMESPACE.length + 1);
        const isComponent = bases.includes("global::Pulumi.ComponentResource");
        const isArgs = bases.includes("global::Pulumi.ResourceArgs");
        const kind = isArgs ? "input" : "output";
        const ofMembers = Object.values(members).flatMap(({ wireName, isRequired, value }) => [
            ...(wireName === undefined ? [] : [`${name} ${kind} ${wireName}${isRequired ? ", required" : ""}`]),
            ...(value === undefined ? [] : [`${name} value ${value}`]),
        ]);
        return [
            ...(isComponent ? [`${name} component`] : []),
            ...(isArgs || constructorParameters.length > 0 ? [name] : []),
            ...ofMembers,
            ...constructorParameters.map((parameter) => `${name} output ${parameter}`),
        ];
    });
    return declared.filter((line) => line !== "ProviderArgs").sort();
}

inDotnet("the SDK for .NET has every type, input, output and enum value, without a clash of names", async () => {
    const sdk = await generated();
    const sources = await sourcesIn(sdk);
    expect(sources.problems).toEqual([]);
    expect(declaredIn(sources)).toEqual(declaredBy(schema as unknown as PackageSchema));
    expectCommittedNames("dotnet", sdk);
    expect(readFileSync(join(sdk, "logo.png"))).toEqual(readFileSync(LOGO));
    expect(readFileSync(join(sdk, `${NAMESPACE}.csproj`), "utf8")).toContain(`<Version>${schema.version}</Version>`);
});

const NODE_POOL = "managed-identity-aks:index:NodePool";
const poolsOf = (types: PackageSchema["types"]) => types[NODE_POOL]?.properties ?? {};

inDotnet("a schema that the generator cannot read has no SDK for .NET", async () => {
    const broken = generated(({ types }) => Object.assign(poolsOf(types), { pool: { type: "pool" } }));
    await expect(broken).rejects.toThrow("NodePool/properties/pool/type: unknown type kind pool");
});

inDotnet(
    "what the generator takes and C# does not is found: a type that does not exist, names that clash",
    async () => {
        const sdk = await generated(({ types }) => {
            Object.assign(poolsOf(types), { pool: { $ref: `#/types/${NODE_POOL}s` }, Count: { type: "string" } });
        });
        expect((await sourcesIn(sdk)).problems.sort()).toEqual([
            expect.stringMatching(/: there is no Pulumi\.ManagedIdentityAks\.Inputs\.NodePools$/),
            expect.stringMatching(/: NodePoolArgs has two members Count$/),
        ]);
    },
);

test("what a C# compiler refuses of a source is found", async () => {
    const sources = {
        "Twice.cs": `namespace ${NAMESPACE} { class Pool {} class Pool {} }`,
        "Missing.cs": `namespace ${NAMESPACE}.Inputs { class PoolArgs { public Inputs.PoolsArgs Pools; public Inputs.PoolArgs Own; } }`,
        "Own.cs": `namespace ${NAMESPACE} { class Name { string Name { get; } } }`,
        "Methods.cs": `namespace ${NAMESPACE} { class M { void A(int i) {} void A(string s) {} void A(int other) {} } }`,
        "Syntax.cs": `namespace ${NAMESPACE} { class Open { `,
    };
    const place = mkdtempSync(join(folder.path, "sources-"));
    for (const [file, text] of Object.entries(sources)) {
        writeFileSync(join(place, file), text);
    }
    expect((await sourcesIn(place)).problems.sort()).toEqual([
        "Methods.cs:1: M has two members A(int)",
        `Missing.cs:1: there is no ${NAMESPACE}.Inputs.PoolsArgs`,
        "Own.cs:1: Name has a member with its own name",
        expect.stringMatching(/^Syntax\.cs:1: wrong syntax at /),
        `Twice.cs:1: ${NAMESPACE}.Pool is declared twice`,
    ]);
});
