import { existsSync, readFileSync } from "node:fs";
import { pathParameters } from "../../local-azure/providers/azure-native/armPath";
import { outputNames, resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import type { ResourceType } from "../../local-azure/providers/azure-native/row";
import { sdkDeclarationsFile, sdkDeclarationsText } from "../../scripts/sdkDeclarations";

/** What azure-native 3.28's own files say of a resource. */
interface Sdk {
    source: string;
    /** The constructor: what it takes from the arguments, and what it declares for a look-up by id. */
    fromArgs: string;
    fromId: string;
    /** The declarations of the arguments. */
    args: string;
}

function sdkOf(type: ResourceType): Sdk {
    const source = readFileSync(sdkFile(type, "", ".js"), "utf8");
    const body = source.slice(source.indexOf("constructor(name"), source.indexOf("super("));
    const [fromArgs = "", fromId = ""] = body.split("else {");
    const declarations = readFileSync(sdkFile(type, "", ".d.ts"), "utf8");
    return { source, fromArgs, fromId, args: declarations.slice(declarations.indexOf("Args {")) };
}

/** Relative to the package, which has no `exports`. */
function sdkFile(type: ResourceType, prefix: "" | "get", extension: string): string {
    const [, module, name = ""] = type.token.split(":");
    const file = prefix + (prefix === "" ? name.replace(/^./, (letter) => letter.toLowerCase()) : name);
    const root = require.resolve("@pulumi/azure-native/package.json").replace("package.json", "");
    return `${root}${module}/${file}${extension}`;
}

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

/** The declared type of an argument, without what all have in common. */
function declared(args: string, name: string): string {
    const type = new RegExp(`\\n    ${name}\\??: pulumi\\.Input<([\\s\\S]*?)>;\\n`).exec(args)?.[1] ?? "";
    return type.replace(" | undefined", "");
}

/** What JSON an argument of that declaration is. */
function kindOf(type: string): string {
    if (/^(string|enums\.[\w.]+)( \| enums\.[\w.]+)?$/.test(type)) return "string";
    if (type === "boolean" || type === "number") return type;
    return type.endsWith("[]") ? "array" : "object";
}

const rows = [...resourceTypes.values()];

describe("each row is what the SDK says (facts §1.1, [K])", () => {
    test.each(rows)("$token: API version", (type) => {
        const said = /Uses Azure REST API version (\S+?)\.\s/.exec(sdkOf(type).source)?.[1];
        expect(type.apiVersion).toBe(said);
    });

    test.each(rows)("$token: inputs and path parameters, outputs", (type) => {
        const { fromArgs, fromId } = sdkOf(type);
        const settable = matches(fromArgs, /resourceInputs\["(\w+)"\] = (?!undefined)/g);
        const inputs = [...Object.keys(type.inputs), ...pathParameters(type.path)];
        expect([...new Set(inputs)].sort()).toEqual(settable.sort());
        const outputs = matches(fromId, /resourceInputs\["(\w+)"\] = undefined/g);
        expect([...outputNames(type), "azureApiVersion"].sort()).toEqual(outputs.sort());
    });

    test.each(rows)("$token: the JSON type of each input", (type) => {
        const { args } = sdkOf(type);
        const said = Object.keys(type.inputs).map((name) => [name, kindOf(declared(args, name))]);
        expect(Object.entries(type.inputs)).toEqual(said);
    });

    test.each(rows)("$token: required, but for what the provider fills in", (type) => {
        const said = matches(sdkOf(type).fromArgs, /Missing required property '(\w+)'/g);
        const own = pathParameters(type.path).at(-1);
        const ours = [...pathParameters(type.path).filter((name) => name !== own), ...type.required];
        // The own name is made up, the location looked up (facts §1.4).
        const filled = new Set([own, "location"]);
        expect(ours.filter((name) => !filled.has(name)).sort()).toEqual(
            said.filter((name) => !filled.has(name)).sort(),
        );
    });

    test.each(rows)("$token: defaults at the top level", (type) => {
        const found = [...sdkOf(type).fromArgs.matchAll(/\(args\?\.(\w+)\) \?\? (true|false|"[^"]*")/g)];
        const said = found.map(([, name, value = ""]): [string, unknown] => [name ?? "", JSON.parse(value)]);
        expect(type.defaults).toEqual(Object.fromEntries(said));
    });

    test.each(rows)("$token: lists that are resources of their own", (type) => {
        const marked = /These are also available as standalone resources\.(?:(?!\*\/)[\s\S])*\*\/\s*(\w+)\?:/g;
        const top = type.maintained.filter((list) => !list.includes("."));
        expect(top.sort()).toEqual(matches(sdkOf(type).args, marked).sort());
    });

    test.each(rows)("$token: a function that reads it", (type) => {
        const file = sdkFile(type, "get", ".js");
        expect([file, existsSync(file)]).toEqual([file, true]);
        const asked = matches(readFileSync(file, "utf8"), /"(\w+)": args\.\w+/g);
        for (const parameter of pathParameters(type.path)) expect(asked).toContain(parameter);
    });
});

test("a vault's access policies are the one such list below the top level", () => {
    const nested = rows.flatMap(({ token, maintained }) =>
        maintained.filter((list) => list.includes(".")).map((list) => [token, list]),
    );
    expect(nested).toEqual([["azure-native:keyvault:Vault", "properties.accessPolicies"]]);
});

test("what is taken from the SDK is the SDK's: `npx tsx scripts/sdkDeclarations.ts` rewrites it", () => {
    expect(readFileSync(sdkDeclarationsFile, "utf8")).toBe(sdkDeclarationsText());
});

/** Replacement is not in the SDK: path parameters besides, by source. */
test.each([
    // facts §1.1
    ["resources:ResourceGroup", "location"],
    ["features:SubscriptionFeatureRegistration", ""],
    ["managedidentity:UserAssignedIdentity", "location"],
    ["managedidentity:FederatedIdentityCredential", ""],
    ["authorization:RoleAssignment", "principalId"],
    ["authorization:RoleDefinition", ""],
    ["network:VirtualNetwork", "location"],
    ["network:Subnet", ""],
    ["privatedns:PrivateZone", "location"],
    ["containerregistry:Registry", "location"],
    ["operationalinsights:Workspace", "location"],
    // PAN:provider/pkg/gen/replacement.go; what is not listed there has no mutability in the network API.
    ["network:PublicIPAddress", "location publicIPAddressVersion publicIPPrefix sku"],
    ["network:RouteTable", ""],
    ["network:Route", ""],
    ["network:NetworkSecurityGroup", ""],
    ["network:NatGateway", ""],
    ["network:ApplicationGateway", ""],
    // x-ms-mutability of the API: privatedns.json 2024-06-01, dataCollectionRules_API.json 2022-06-01; for the rest of
    // these four it is taken to be as there.
    ["privatedns:VirtualNetworkLink", "location"],
    ["privatedns:PrivateRecordSet", ""],
    ["monitor:DataCollectionRule", "location"],
    ["monitor:DataCollectionEndpoint", "location"],
    ["monitor:DataCollectionRuleAssociation", ""],
    ["monitor:AzureMonitorWorkspace", "location"],
    ["dns:Zone", "location"],
    ["dns:RecordSet", ""],
    // No mutability there: compute common.json v1, keyvault.json 2024-11-01.
    ["compute:DiskEncryptionSet", ""],
    ["compute:Disk", ""],
    ["keyvault:Vault", ""],
    ["keyvault:Key", ""],
])("%s is replaced by %j", (name, expected) => {
    const forced = resourceTypes.get(`azure-native:${name}`)?.forceNew ?? ["no row"];
    expect([...forced].sort().join(" ")).toBe(expected);
});
