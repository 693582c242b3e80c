import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PackageSchema } from "../../../scripts/packageSchema";
import { publicExports, valuesInExamples } from "../../../scripts/publicExports";
import {
    validateClusterArgs,
    validateClusterIdentitiesArgs,
    validateWorkloadIdentityArgs,
} from "../../../src/rules/validate";
import schema from "../../../src/schema.json";
import { committedNames } from "../../languages/committedNames";
import { apiPages } from "./apiPages";
import { acceptance, isObject } from "./apiTypes";
import { schemaTypes } from "./schemaTypes";

/** `UPDATE_DOCS=1 npm test -- test/unit/docs/apiPages` writes them anew. */
const FOLDER = join(__dirname, "../../../docs/api");

const NAMES = {
    python: committedNames("python"),
    go: committedNames("go"),
    dotnet: committedNames("dotnet"),
    java: committedNames("java"),
};

const exported = publicExports();
const all = new Map(exported.map((each) => [each.name, each]));
const inputs = exported.filter(({ name }) => name.endsWith("Args"));
const pages = apiPages(exported, schema as unknown as PackageSchema, NAMES);

test("the pages say what the doc comments, the schema and the SDKs say", () => {
    if (process.env.UPDATE_DOCS) {
        mkdirSync(FOLDER, { recursive: true });
        for (const [file, text] of Object.entries(pages)) {
            writeFileSync(join(FOLDER, file), text);
        }
    }
    const committed = readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), "utf8")]);
    expect(Object.fromEntries(committed)).toEqual(pages);
});

test("every export is on one page, and each of its members once", () => {
    const text = Object.values(pages).join("\n");
    const entries = exported.flatMap(({ members }) => members);
    expect(entries.length).toBeGreaterThan(300);
    expect(text.match(/<a id="/g)).toHaveLength(entries.length);
    const headings = text.match(/^#+ (\w+)$/gm)?.map((heading) => heading.replace(/^#+ /, "")) ?? [];
    // The arguments of a component are the inputs of its page.
    const components = exported.filter(({ name }) => all.has(`${name}Args`)).map(({ name }) => `${name}Args`);
    const expected = exported.map(({ name }) => name).filter((name) => !components.includes(name));
    expect(headings.filter((heading) => all.has(heading)).sort()).toEqual(expected.sort());
    expect(headings.filter((heading) => heading === "Inputs")).toHaveLength(components.length);
});

test("every input is in an example", () => {
    const without = inputs.flatMap(({ name, examples, members }) => {
        const shown = valuesInExamples(examples);
        return members.filter((member) => shown[member.name] === undefined).map((member) => `${name}.${member.name}`);
    });
    expect(without).toEqual([]);
});

test("an input is called plain where the schema says so", () => {
    const types = schemaTypes(schema as unknown as PackageSchema, all);
    const compared = inputs.flatMap(({ name, members }) =>
        members.flatMap(({ name: member, type }) => {
            const property = types.get(name)?.[0]?.properties[member];
            if (property === undefined || type === undefined) {
                return [];
            }
            const words = acceptance(type, all);
            const isPlain = isObject(type, all) ? !words.includes("or an output") : words.includes("plain");
            return [{ input: `${name}.${member}`, isPlain, inSchema: property.plain ?? false }];
        }),
    );
    expect(compared.length).toBeGreaterThan(150);
    expect(compared.filter(({ isPlain, inSchema }) => isPlain !== inSchema)).toEqual([]);
});

describe("the examples of a component's inputs violate no rule", () => {
    const SUBSCRIPTION = "/subscriptions/0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0";
    const GROUP = `${SUBSCRIPTION}/resourceGroups/shop`;
    const PROVIDER = `${GROUP}/providers`;
    const network = `${PROVIDER}/Microsoft.Network/virtualNetworks/shop`;
    const resource = (type: string, name: string) => ({ id: `${PROVIDER}/${type}/${name}`, name });
    const identity = resource("Microsoft.ManagedIdentity/userAssignedIdentities", "shop");
    const ids = { resourceId: identity.id, clientId: GROUP.slice(15, 51), principalId: GROUP.slice(15, 51) };
    /** What the program around an example has. */
    const PROGRAM: Record<string, unknown> = {
        group: { id: GROUP, name: "shop" },
        groupId: GROUP,
        existingId: `${GROUP}/providers/Microsoft.Authorization/roleAssignments/${GROUP.slice(15, 51)}`,
        condition: "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'logs'",
        identity,
        kubeletIdentity: resource("Microsoft.ManagedIdentity/userAssignedIdentities", "kubelets"),
        identities: {
            forClusters: { controlPlaneIdentity: ids, kubeletIdentity: ids, roleAssignments: [] },
        },
        subnet: { id: `${network}/subnets/nodes` },
        virtualNetwork: { id: network },
        registry: resource("Microsoft.ContainerRegistry/registries", "shop"),
        diskEncryptionSet: resource("Microsoft.Compute/diskEncryptionSets", "shop"),
        publicIp: resource("Microsoft.Network/publicIPAddresses", "shop"),
        privateDnsZone: resource("Microsoft.Network/privateDnsZones", "privatelink.westeurope.azmk8s.io"),
        routeTable: resource("Microsoft.Network/routeTables", "shop"),
        natGateway: resource("Microsoft.Network/natGateways", "shop"),
        vault: resource("Microsoft.KeyVault/vaults", "shop"),
        cluster: { oidcIssuerUrl: "https://westeurope.oic.prod-aks.azure.com/shop/" },
    };
    const VALIDATE = {
        ManagedIdentityAksClusterArgs: validateClusterArgs,
        AksClusterIdentitiesArgs: validateClusterIdentitiesArgs,
        AksWorkloadIdentityArgs: validateWorkloadIdentityArgs,
    } as Record<string, (name: string, args: never) => unknown>;

    test.each(Object.keys(VALIDATE))("%s", (name) => {
        const warnings = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
        const examples = all.get(name)?.examples ?? [];
        expect(examples.length).toBeGreaterThan(0);
        for (const example of examples) {
            const evaluate = new Function(...Object.keys(PROGRAM), `return ${example};`);
            VALIDATE[name]?.("aks", evaluate(...Object.values(PROGRAM)) as never);
        }
        expect(warnings.mock.calls).toEqual([]);
        warnings.mockRestore();
    });
});
