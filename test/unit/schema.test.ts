import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nameOfToken, type PackageSchema, type Property, usedTypes } from "../../scripts/packageSchema";
import { SCHEMA_FILE, schemaText } from "../../scripts/schema";
import schema from "../../src/schema.json";

test("src/schema.json is what the analyzer makes of the sources: npm run schema", async () => {
    expect(await readFile(SCHEMA_FILE, "utf8")).toBe(schemaText());
});

/** What a schema has that the analyzer alone would not make; each line fails where its part is lost. */
describe("the schema has what SDKs of other languages need", () => {
    const { types, resources, language } = schema as unknown as PackageSchema;
    const declared = [
        ...Object.entries(types).map(([token, { properties = {} }]) => [nameOfToken(token), properties] as const),
        ...Object.entries(resources).flatMap(([token, { inputProperties, properties }]) => [
            [`${nameOfToken(token)}Args`, inputProperties] as const,
            [nameOfToken(token), properties] as const,
        ]),
    ];
    const properties = declared.flatMap(([owner, all]) =>
        Object.entries(all).map(([name, property]) => ({ path: `${owner}.${name}`, ...property })),
    );
    const pathsOf = (has: (property: Property) => boolean) => properties.filter(has).map(({ path }) => path);
    test("types are called without Args, which SDKs add", () => {
        expect(Object.keys(types).filter((token) => /Args$/.test(token))).toEqual([]);
        expect(types).toHaveProperty(["managed-identity-aks:index:NodePool"]);
    });

    test("no type is both of an input and of an output, but for what one component hands to another", () => {
        const ofInputs = usedTypes(
            types,
            Object.values(resources).map(({ inputProperties }) => inputProperties),
        );
        const ofOutputs = usedTypes(
            types,
            Object.values(resources).map((resource) => resource.properties),
        );
        const both = [...ofInputs].filter((token) => ofOutputs.has(token) && !types[token]?.enum).map(nameOfToken);
        expect(both.sort()).toEqual(["AssignedRole", "ClusterIdentities", "ClusterIdentity"]);
        expect([...ofOutputs].map(nameOfToken)).toEqual(
            expect.arrayContaining(["ControlPlaneIdentityResponse", "KubeletIdentityResponse"]),
        );
    });

    test("properties of azure-native are any, numbers but a price are integers, and nothing has a default", () => {
        const any = { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } };
        expect(types["managed-identity-aks:index:NodePool"]?.properties?.properties).toMatchObject(any);
        const cluster = resources["managed-identity-aks:index:ManagedIdentityAksCluster"];
        expect(cluster?.inputProperties.properties).toMatchObject(any);
        expect(pathsOf(({ type }) => type === "number")).toEqual(["NodePool.spotMaxPrice"]);
        expect(pathsOf(({ type }) => type === "integer")).toContain("NodePool.count");
        expect(pathsOf((property) => "default" in property)).toEqual([]);
    });

    test("the client secret is secret, and no output is: Java cannot compile one", () => {
        expect(pathsOf(({ secret }) => secret === true)).toEqual(["ServicePrincipal.clientSecret"]);
    });

    test("what is deprecated says so", () => {
        const deprecated = pathsOf(({ deprecationMessage = "" }) => deprecationMessage !== "");
        expect(deprecated.sort()).toEqual(["Addons.podIdentity", "ControlPlaneIdentity.servicePrincipal"]);
    });

    test("every component, type, property and value of an enum has a description", () => {
        const without = [...Object.entries(types), ...Object.entries(resources)].flatMap(([token, type]) => [
            ...(type.description ? [] : [token]),
            ...("enum" in type ? (type.enum ?? []) : [])
                .filter((value) => !value.description)
                .map(() => `${token} enum`),
        ]);
        expect([...without, ...pathsOf(({ description = "" }) => description === "")]).toEqual([]);
    });

    test("packages, namespaces and the logo are named", () => {
        expect(language).toMatchObject({
            go: {
                importBasePath: "github.com/managed-identity-aks/managed-identity-aks/sdk/go/managedidentityaks",
                generateExtraInputTypes: true,
            },
            java: { basePackage: "com.pulumi" },
            csharp: { rootNamespace: "Pulumi", namespaces: { "managed-identity-aks": "ManagedIdentityAks" } },
            python: { packageName: "pulumi_managed_identity_aks", pyproject: { enabled: true } },
        });
        const { logoUrl, homepage } = schema;
        expect(logoUrl).toBe(`${homepage.replace(/#.*$/, "")}/raw/main/logo.png`);
        const png = readFileSync(join(__dirname, "../../logo.png"));
        expect(png.subarray(1, 4).toString()).toBe("PNG");
    });
});
