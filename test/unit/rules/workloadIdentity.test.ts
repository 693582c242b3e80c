import * as pulumi from "@pulumi/pulumi";
import { AksWorkloadIdentity, type AksWorkloadIdentityArgs, ArgumentsError } from "../../../src";
import { WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import { validateWorkloadIdentityArgs } from "../../../src/rules/validate";
import { underMocks, valueIn } from "../mocks";
import { REFUSED_ROLE_ASSIGNMENTS } from "./refused/roleAssignments";

const IDENTITY = "/subscriptions/s/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const orders = { namespace: "shop", name: "orders" };
const disks = { name: "disks", role: READER, scope: "/subscriptions/s/resourceGroups/disks" };
const good = {
    resourceGroupName: "group",
    oidcIssuerUrl: "https://westeurope.oic.prod-aks.azure.com/t/c/",
    serviceAccounts: [orders],
};
const many = (length: number) => Array.from({ length }, (_, index) => ({ namespace: "shop", name: `part-${index}` }));

/** What an untyped caller may pass. */
type Loose = Record<string, unknown>;

/** Rule, input at fault as the message names it, arguments beside the good ones. */
const bad: [code: string, path: string, args: Loose][] = [
    ["PlainInput", "serviceAccounts", { serviceAccounts: pulumi.output([orders]) }],
    [
        "PlainInput",
        "serviceAccounts[0].name",
        { serviceAccounts: [{ namespace: "shop", name: pulumi.output("orders") }] },
    ],
    [
        "PlainInput",
        "serviceAccounts[0].namespace",
        { serviceAccounts: [{ namespace: Promise.resolve("shop"), name: "orders" }] },
    ],
    ["PlainInput", "extraRoleAssignments", { extraRoleAssignments: pulumi.output([disks]) }],
    [
        "PlainInput",
        "extraRoleAssignments[0].name",
        { extraRoleAssignments: [{ ...disks, name: pulumi.output("disks") }] },
    ],
    ["PlainInput", "roleAssignmentMode", { roleAssignmentMode: pulumi.output("Skip") }],
    ["SilenceWarnings", "silenceWarnings[0]", { silenceWarnings: ["Kubenet"] }],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: undefined }],
    ["ResourceGroupName", "resourceGroupName", { identityResourceId: IDENTITY, resourceGroupName: "ends." }],
    ["Location", "location", { location: "" }],
    ["IdentityResourceId", "identityResourceId", { identityResourceId: "one" }],
    ["OidcIssuerUrl", "oidcIssuerUrl", { oidcIssuerUrl: undefined }],
    ["OidcIssuerUrl", "oidcIssuerUrl", { oidcIssuerUrl: "" }],
    ["OidcIssuerUrl", "oidcIssuerUrl", { oidcIssuerUrl: "http://westeurope.oic.prod-aks.azure.com/t/c/" }],
    ["Audience", "audience", { audience: "" }],
    ["Audience", "audience", { audience: ["api://AzureADTokenExchange"] }],
    ["Audience", "audience", { audience: "a".repeat(601) }],
    ["ServiceAccounts", "serviceAccounts", { serviceAccounts: undefined }],
    ["ServiceAccounts", "serviceAccounts", { serviceAccounts: [] }],
    ["ServiceAccounts", "serviceAccounts", { serviceAccounts: orders }],
    ["ServiceAccounts", "serviceAccounts", { serviceAccounts: [null] }],
    ["ServiceAccounts", "serviceAccounts", { serviceAccounts: [pulumi.output(orders)] }],
    ["TooManyServiceAccounts", "serviceAccounts", { serviceAccounts: many(21) }],
    ["Namespace", "serviceAccounts[0].namespace", { serviceAccounts: [{ name: "orders" }] }],
    ["Namespace", "serviceAccounts[0].namespace", { serviceAccounts: [{ ...orders, namespace: "a.b" }] }],
    ["Namespace", "serviceAccounts[0].namespace", { serviceAccounts: [{ ...orders, namespace: "Shop" }] }],
    ["Namespace", "serviceAccounts[0].namespace", { serviceAccounts: [{ ...orders, namespace: "a".repeat(64) }] }],
    ["ServiceAccountName", "serviceAccounts[1].name", { serviceAccounts: [orders, { namespace: "shop" }] }],
    ["ServiceAccountName", "serviceAccounts[0].name", { serviceAccounts: [{ ...orders, name: "a..b" }] }],
    ["ServiceAccountName", "serviceAccounts[0].name", { serviceAccounts: [{ ...orders, name: "shop:a" }] }],
    ["ServiceAccountName", "serviceAccounts[0].name", { serviceAccounts: [{ ...orders, name: "a".repeat(254) }] }],
    ["ServiceAccountTwice", "serviceAccounts[1]", { serviceAccounts: [orders, { ...orders }] }],
    ["ExtraRoleAssignments", "extraRoleAssignments", { extraRoleAssignments: disks }],
    ["ExtraRoleAssignments", "extraRoleAssignments", { extraRoleAssignments: ["Reader"] }],
    ["GrantName", "extraRoleAssignments[0].name", { extraRoleAssignments: [{ ...disks, name: "My Disks" }] }],
    ["GrantNameTwice", "extraRoleAssignments[1].name", { extraRoleAssignments: [disks, { ...disks, role: READER }] }],
    ["Role", "extraRoleAssignments[0].role", { extraRoleAssignments: [{ ...disks, role: "Rader" }] }],
    ["RoleAssignmentScope", "extraRoleAssignments[0].scope", { extraRoleAssignments: [{ ...disks, scope: "disks" }] }],
    ...REFUSED_ROLE_ASSIGNMENTS,
    ["UnknownInput", "serviceaccounts", { serviceaccounts: [orders] }],
    ["UnknownInput", "serviceAccounts[0].serviceAccount", { serviceAccounts: [{ ...orders, serviceAccount: "a" }] }],
    ["InputShape", "tags", { tags: ["team"] }],
    ["InputType", "extraRoleAssignments[0].description", { extraRoleAssignments: [{ ...disks, description: 7 }] }],
    ["InputMissing", "serviceAccounts[1]", { serviceAccounts: [orders, undefined] }],
    ["Tags", "tags.team", { tags: { team: "a".repeat(257) } }],
];

async function attempt(args: unknown): Promise<{ refusal: unknown; registered: string[] }> {
    const { resources, result } = await underMocks(() => {
        try {
            new AksWorkloadIdentity("app", args as AksWorkloadIdentityArgs);
            return undefined;
        } catch (error) {
            return error;
        }
    });
    return { refusal: result, registered: resources.map(({ name }) => name) };
}

async function refusal(args: unknown): Promise<ArgumentsError> {
    const { refusal: error, registered } = await attempt(args);
    if (!(error instanceof ArgumentsError)) {
        throw new Error(`not refused: ${String(error)}`);
    }
    expect(registered).toEqual([]);
    return error;
}

describe("refused before anything is registered", () => {
    test.each(bad)("%s at %s", async (code, path, args) => {
        const error = await refusal({ ...good, ...args });
        const rule = WORKLOAD_IDENTITIES.texts.find((row) => row.code === code);
        const reported = error.errors.find(
            ({ propertyPath, reason }) => propertyPath === path && reason.includes(`(${code}`),
        );
        expect(reported?.reason).toContain(`${path} is `);
        expect(reported?.reason).toContain(rule?.fix);
        expect(reported?.reason).toContain(rule?.source);
    });

    test("every rule has an example above", () => {
        expect([...new Set(WORKLOAD_IDENTITIES.texts.map(({ code }) => code))].sort()).toEqual(
            // What only the value of an output breaks has its example in leftOut.test.ts.
            [...new Set([...bad.map(([code]) => code), "OutputWithoutValue"])].sort(),
        );
    });

    test("all problems come in one error, in full", async () => {
        const error = await refusal({ ...good, oidcIssuerUrl: "", serviceAccounts: [orders, orders] });
        expect(error.message).toBe(
            [
                'AksWorkloadIdentity "app": 2 problems in its arguments.',
                `  - oidcIssuerUrl is "": this must be an https URL; a cluster has one only with oidcIssuer. Set oidcIssuer on the cluster and pass its output oidcIssuerUrl. (OidcIssuerUrl; https://learn.microsoft.com/azure/aks/use-oidc-issuer)`,
                '  - serviceAccounts[1] is {"namespace":"shop","name":"orders"}: an earlier entry of the list is the same service account. Remove one of the two. (ServiceAccountTwice, Azure: Conflict; https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations)',
            ].join("\n"),
        );
    });

    test("arguments that are missing altogether", async () => {
        await refusal(undefined);
    });
});

describe("near misses pass", () => {
    test.each<[string, Loose]>([
        [
            "an identity of one's own, without a resource group",
            { identityResourceId: IDENTITY, resourceGroupName: undefined },
        ],
        ["an issuer of one's own, without a path", { oidcIssuerUrl: "https://issuer.example" }],
        ["another audience", { audience: "api://AzureADTokenExchangeChina" }],
        ["the longest audience", { audience: "a".repeat(600) }],
        ["as many service accounts as an identity takes", { serviceAccounts: many(20) }],
        ["one name in two namespaces", { serviceAccounts: [orders, { ...orders, namespace: "test" }] }],
        ["the longest namespace", { serviceAccounts: [{ ...orders, namespace: "a".repeat(63) }] }],
        ["the shortest names", { serviceAccounts: [{ namespace: "0", name: "1" }] }],
        ["the longest name", { serviceAccounts: [{ ...orders, name: `${"a".repeat(251)}.b` }] }],
        ["a label longer than a host's", { serviceAccounts: [{ ...orders, name: "a".repeat(253) }] }],
        ["no access", { extraRoleAssignments: [] }],
        [
            "one role on two scopes",
            { extraRoleAssignments: [disks, { ...disks, name: "others", scope: "/subscriptions/s" }] },
        ],
        ["a role by its name", { extraRoleAssignments: [{ ...disks, role: "storage blob data reader" }] }],
        [
            "a role by its full id",
            {
                extraRoleAssignments: [
                    {
                        ...disks,
                        role: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
                    },
                ],
            },
        ],
        ["a region's display name", { location: "West Europe" }],
        ["role assignments left to somebody else", { roleAssignmentMode: "Skip" }],
        ["the cluster's warnings silenced", { silenceWarnings: ["KubenetRetires"] }],
    ])("%s", async (_, args) => {
        const { refusal: error, registered } = await attempt({ ...good, ...args });
        expect(error).toBeUndefined();
        expect(registered[0]).toBe("app");
    });
});

describe("an output is checked when its value is known", () => {
    const checked = (args: object) => valueIn(validateWorkloadIdentityArgs("app", { ...good, ...args }));

    test("the URL of a cluster without an issuer", async () => {
        await expect(checked({ oidcIssuerUrl: pulumi.output("") })).rejects.toThrow(
            'AksWorkloadIdentity "app": 1 problem',
        );
    });

    test("a scope inside the list", async () => {
        await expect(checked({ extraRoleAssignments: [{ ...disks, scope: pulumi.output("disks") }] })).rejects.toThrow(
            'extraRoleAssignments[0].scope is "disks": a scope must be the id',
        );
    });

    test("a role inside the list, of which nothing is told where it is a secret", async () => {
        const role = (value: pulumi.Input<string>) => checked({ extraRoleAssignments: [{ ...disks, role: value }] });
        await expect(role(pulumi.output("READER"))).resolves.toEqual([]);
        await expect(role(pulumi.output("Reeder"))).rejects.toThrow(
            /^AksWorkloadIdentity "app": .*\n {2}- extraRoleAssignments\[0\]\.role is "Reeder": .* Did you mean Reader\? Pass a name/,
        );
        await expect(role(pulumi.secret("Reeder"))).rejects.toThrow(
            /extraRoleAssignments\[0\]\.role is a secret value: a role must be [^?]*\. Pass a name/,
        );
    });
});
