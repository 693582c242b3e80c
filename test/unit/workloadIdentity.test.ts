import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { AksWorkloadIdentity, type AksWorkloadIdentityArgs, RoleAssignmentMode } from "../../src";
import { find, type Registered, underMocks, valueIn } from "./mocks";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-0000000000aa";
const VAULT = `${SUBSCRIPTION}/resourceGroups/data/providers/Microsoft.KeyVault/vaults/vault`;
const EXISTING = `${SUBSCRIPTION}/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ours`;
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";

const base: AksWorkloadIdentityArgs = {
    resourceGroupName: "group",
    oidcIssuerUrl: "https://issuer.example/tenant/cluster/",
    serviceAccounts: [
        { namespace: "shop", name: "orders" },
        { namespace: "shop", name: "stock" },
    ],
    extraRoleAssignments: [{ name: "secrets", role: SECRETS_USER, scope: VAULT }],
};

async function deploy(args: Partial<AksWorkloadIdentityArgs> = {}) {
    const { resources, result } = await underMocks(async () => {
        const app = new AksWorkloadIdentity("app", { ...base, ...args });
        return {
            resourceId: await valueIn(app.resourceId),
            clientId: await valueIn(app.clientId),
            principalId: await valueIn(app.principalId),
            tenantId: await valueIn(app.tenantId),
            serviceAccountAnnotations: await valueIn(app.serviceAccountAnnotations),
            podLabels: await valueIn(app.podLabels),
            subjects: await valueIn(app.subjects),
            roleAssignments: await valueIn(app.roleAssignments),
            roleAssignmentCommands: await valueIn(app.roleAssignmentCommands),
        };
    });
    return { resources, outputs: result };
}

const credentials = (resources: Registered[]) =>
    resources.filter(({ type }) => type === "azure-native:managedidentity:FederatedIdentityCredential");

/** Stands for one of Pulumi's Kubernetes provider. */
class ServiceAccount extends pulumi.CustomResource {
    constructor(name: string, annotations: pulumi.Input<Record<string, string>>) {
        super("kubernetes:core/v1:ServiceAccount", name, { metadata: { annotations } });
    }
}

test("makes an identity, a credential for each service account, and its role assignments", async () => {
    const { resources } = await deploy();
    expect(resources.map(({ type, name, parent }) => [type.split(":").pop(), name, parent]).sort()).toEqual([
        ["AksWorkloadIdentity", "app", undefined],
        ["FederatedIdentityCredential", "app-shop_orders", "app"],
        ["FederatedIdentityCredential", "app-shop_stock", "app"],
        ["RoleAssignment", "app-extra-secrets", "app"],
        ["UserAssignedIdentity", "app-identity", "app"],
    ]);
    expect(resources[0]?.type).toBe("managed-identity-aks:index:AksWorkloadIdentity");
    expect(find(resources, "app-shop_orders").inputs).toEqual({
        resourceGroupName: "group",
        resourceName: "app-identity",
        federatedIdentityCredentialResourceName: "app-shop_orders",
        issuer: "https://issuer.example/tenant/cluster/",
        subject: "system:serviceaccount:shop:orders",
        audiences: ["api://AzureADTokenExchange"],
    });
});

test("makes role assignments as those of a cluster are made", async () => {
    const { resources, outputs } = await deploy();
    expect(find(resources, "app-extra-secrets")).toMatchObject({
        inputs: {
            scope: VAULT,
            principalId: "principal-of-app-identity",
            principalType: "ServicePrincipal",
            roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${SECRETS_USER}`,
            description: "Asked for in extraRoleAssignments.",
        },
        replaceOnChanges: ["roleDefinitionId"],
        deleteBeforeReplace: false,
    });
    expect(outputs.roleAssignments).toEqual([
        {
            identity: "workload",
            principalId: "principal-of-app-identity",
            role: "Key Vault Secrets User",
            roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${SECRETS_USER}`,
            scope: VAULT,
            description: "Asked for in extraRoleAssignments.",
            when: "before-workload",
            id: find(resources, "app-extra-secrets").id,
        },
    ]);
});

test("outputs the annotations of service accounts and the labels of pods", async () => {
    const { outputs } = await deploy();
    expect(outputs).toMatchObject({
        resourceId: expect.stringMatching(/userAssignedIdentities\/app-identity$/),
        clientId: "client-of-app-identity",
        principalId: "principal-of-app-identity",
        tenantId: "tenant",
        podLabels: { "azure.workload.identity/use": "true" },
        subjects: ["system:serviceaccount:shop:orders", "system:serviceaccount:shop:stock"],
    });
    expect(outputs.serviceAccountAnnotations).toEqual({
        "azure.workload.identity/client-id": "client-of-app-identity",
        "azure.workload.identity/tenant-id": "tenant",
    });
});

test("credentials wait for those of earlier components in the same identity, and for no others", async () => {
    const { resources } = await underMocks(() => {
        const app = (name: string, identityResourceId: pulumi.Input<string>) =>
            new AksWorkloadIdentity(name, { ...base, extraRoleAssignments: [], identityResourceId });
        app("blue", EXISTING);
        app("other", EXISTING.replace(/ours$/, "ours2"));
        app("green", pulumi.output(EXISTING.toLowerCase()));
    });
    const waitsFor = (name: string) => find(resources, name).dependsOn.filter((each) => each.includes("-shop_"));
    expect(waitsFor("green-shop_orders").sort()).toEqual(["blue-shop_orders", "blue-shop_stock"]);
    expect(waitsFor("other-shop_orders")).toEqual([]);
    expect(waitsFor("blue-shop_orders")).toEqual([]);
});

test("a service account that carries the annotations waits for the credentials and role assignments", async () => {
    const { resources } = await underMocks(() => {
        const app = new AksWorkloadIdentity("app", base);
        new ServiceAccount("orders", app.serviceAccountAnnotations);
    });
    expect(find(resources, "orders").dependsOn).toEqual(
        expect.arrayContaining(["app-shop_orders", "app-shop_stock", "app-extra-secrets"]),
    );
});

test("each credential follows all before it, so that writes and deletions of any of them come one at a time", async () => {
    const serviceAccounts = Array.from({ length: 20 }, (_, index) => ({
        namespace: "shop",
        name: `part-${index}`,
    }));
    const { resources } = await deploy({ serviceAccounts });
    const names = serviceAccounts.map(({ name }) => `app-shop_${name}`);
    expect(credentials(resources)).toHaveLength(20);
    for (const [index, name] of names.entries()) {
        const follows = find(resources, name).dependsOn.filter((each) => names.includes(each));
        expect(follows.sort()).toEqual(names.slice(0, index).sort());
    }
});

test("an existing identity is looked up and gets the credentials, in its own resource group", async () => {
    const { resources, outputs } = await deploy({
        resourceGroupName: undefined,
        identityResourceId: pulumi.output(EXISTING),
    });
    expect(resources.map(({ type }) => type)).not.toContain("azure-native:managedidentity:UserAssignedIdentity");
    expect(find(resources, "app-shop_stock").inputs).toMatchObject({
        resourceGroupName: "ids",
        resourceName: "ours",
    });
    expect(outputs).toMatchObject({
        resourceId: EXISTING,
        principalId: "principal-of-ours",
        tenantId: "tenant",
    });
});

test("another audience replaces the default", async () => {
    const { resources } = await deploy({ audience: "api://AzureADTokenExchangeUSGov" });
    expect(find(resources, "app-shop_orders").inputs.audiences).toEqual(["api://AzureADTokenExchangeUSGov"]);
});

test("role assignments left to somebody else are listed, not made", async () => {
    const { resources, outputs } = await deploy({ roleAssignmentMode: RoleAssignmentMode.Skip });
    expect(resources.map(({ type }) => type)).not.toContain("azure-native:authorization:RoleAssignment");
    expect(outputs.roleAssignments.map(({ role, id }) => [role, id])).toEqual([["Key Vault Secrets User", undefined]]);
    expect(outputs.roleAssignmentCommands).toEqual([expect.stringContaining("az role assignment create ")]);
    expect(outputs.roleAssignmentCommands[0]).toContain(VAULT);
});

test("the order of the service accounts changes no credential, and a further one adds one", async () => {
    const accounts = ["a", "b", "c", "d.e", "f"].map((name) => ({ namespace: "shop", name }));
    const inputsByName = async (serviceAccounts: typeof accounts) =>
        new Map(credentials((await deploy({ serviceAccounts })).resources).map(({ name, inputs }) => [name, inputs]));
    const all = await inputsByName(accounts);
    await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(accounts, { minLength: 1 }), async (some) => {
            const made = await inputsByName(some);
            expect(made.size).toBe(some.length);
            for (const [name, inputs] of made) {
                expect(inputs).toEqual(all.get(name));
            }
        }),
        { numRuns: 20 },
    );
});

test("leaves the caller's arguments as they are", async () => {
    const args = { ...base, oidcIssuerUrl: pulumi.output("https://issuer.example/") };
    const before = { ...args, serviceAccounts: structuredClone(args.serviceAccounts) };
    await underMocks(() => new AksWorkloadIdentity("app", args));
    expect(args).toEqual(before);
});
