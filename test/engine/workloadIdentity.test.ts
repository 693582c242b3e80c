import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import { Zone } from "@pulumi/azure-native/dns";
import { Vault } from "@pulumi/azure-native/keyvault";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { UnsecuredJWT } from "jose";
import type { LoggedRequest } from "../../local-azure/contract";
import { AksWorkloadIdentity } from "../../src";
import type { RequiredRoleAssignment } from "../../src/outputs";
import type { TestAzure } from "../local-azure/harness";
import { type Engine, exampleProgram, observed, remaining, steps, withEngine, without } from "./engine";

const AUDIENCE = "api://AzureADTokenExchange";
const ISSUER = "https://issuer.example/tenant/cluster/";
/** Writes take long enough that two at a time would meet. */
const SLOW = { writeSeconds: 30 };

const writesOf = (requests: readonly LoggedRequest[]) =>
    requests.filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method));
const credentialWrites = (requests: readonly LoggedRequest[]) =>
    writesOf(requests)
        .filter(({ path }) => path.includes("/federatedIdentityCredentials/"))
        .map(({ method, path, status }) => [method, path.split("/").pop(), status]);

describe("the example", () => {
    let tags: Record<string, string> | undefined;
    const program = () => {
        pulumi.runtime.registerResourceTransform(({ name, props, opts }) =>
            name === "aks-cluster" && tags ? { props: { ...props, tags }, opts } : undefined,
        );
        return exampleProgram("workload-identity")();
    };

    test("lives: preview, up, a second up, refresh, a pod's sign-in, a change of the cluster, destroy", async () => {
        tags = undefined;
        await withEngine(program, SLOW, async (engine) => {
            const { stack, azure, newRequests, jobs } = engine;
            expect((await stack.preview()).changeSummary).toEqual({ create: 14 });
            expect(newRequests().filter(({ method }) => method !== "GET")).toEqual([]);

            const { outputs, summary } = await stack.up();
            expect(summary.resourceChanges).toEqual({ create: 14 });
            const requests = newRequests();
            expect(credentialWrites(requests)).toEqual([
                ["PUT", "shop-shop_orders", 201],
                ["PUT", "shop-shop_stock", 201],
            ]);
            expect(
                requests
                    .filter(({ method, path }) => method === "PUT" && path.includes("/federated"))
                    .map(({ body }) => body),
            ).toEqual(
                ["orders", "stock"].map((name) => ({
                    properties: {
                        issuer: outputs.oidcIssuerUrl?.value,
                        subject: `system:serviceaccount:shop:${name}`,
                        audiences: [AUDIENCE],
                    },
                })),
            );
            expect(outputs.oidcIssuerUrl?.value).toMatch(/^https:\/\/westeurope\.oic\.prod-aks\.azure\.com\/.+\/$/);
            expect(outputs.serviceAccountAnnotations?.value).toEqual({
                "azure.workload.identity/client-id": outputs.clientId?.value,
                "azure.workload.identity/tenant-id": azure.ready.tenantId,
            });
            expect(outputs.roleAssignments?.value).toEqual([
                expect.objectContaining({
                    identity: "workload",
                    role: "Key Vault Secrets User",
                    principalId: outputs.principalId?.value,
                    scope: expect.stringContaining("/providers/Microsoft.KeyVault/vaults/shop"),
                    when: "before-workload",
                }),
            ]);
            const cluster = outputs.clusterName?.value;
            expect((await jobs(cluster)).filter(({ allowed }) => !allowed)).toEqual([]);

            const [orders, stock] = outputs.subjects?.value ?? [];
            expect(await signIn(engine, outputs, orders)).toBe("signed in");
            expect(await signIn(engine, outputs, stock)).toBe("signed in");
            expect(await signIn(engine, outputs, "system:serviceaccount:shop:other")).toBe("AADSTS700213");

            newRequests();
            expect((await stack.up()).summary.resourceChanges).toEqual({ same: 14 });
            expect(writesOf(newRequests())).toEqual([]);
            expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 14 });
            expect((await stack.preview()).changeSummary).toEqual({ same: 14 });

            tags = { team: "shop" };
            const { events } = await observed((options) => stack.preview(options));
            // azure-native takes the issuer for unknown then; it is asked for.
            expect(steps(events)).toEqual(["update aks-cluster"]);
            expect((await stack.up()).summary.resourceChanges).toEqual({ same: 13, update: 1 });

            newRequests();
            await stack.destroy();
            expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
            expect(credentialWrites(newRequests())).toEqual([
                ["DELETE", "shop-shop_stock", 200],
                ["DELETE", "shop-shop_orders", 200],
            ]);
            expect(remaining(azure.requests())).toEqual([]);
        });
    });
});

describe("a list of service accounts", () => {
    let names: string[] = [];
    const program = async () => {
        const group = new ResourceGroup("group");
        new AksWorkloadIdentity("app", {
            resourceGroupName: group.name,
            oidcIssuerUrl: ISSUER,
            serviceAccounts: names.map((name) => ({ namespace: "shop", name })),
        });
    };

    test("grows by one resource, is reordered by none, and shrinks one at a time", async () => {
        names = ["orders", "stock"];
        await withEngine(program, SLOW, async ({ stack, newRequests }) => {
            await stack.up();
            const change = async (next: string[]) => {
                names = next;
                newRequests();
                const { resourceChanges } = (await stack.up()).summary;
                return { resourceChanges, writes: credentialWrites(newRequests()) };
            };
            expect(await change(["mail", "orders", "stock"])).toEqual({
                resourceChanges: { same: 6, create: 1 },
                writes: [["PUT", "app-shop_mail", 201]],
            });
            expect(await change(["stock", "mail", "orders"])).toEqual({
                resourceChanges: { same: 7 },
                writes: [],
            });
            expect(await change(["mail"])).toEqual({
                resourceChanges: { same: 5, delete: 2 },
                writes: [
                    ["DELETE", "app-shop_orders", 200],
                    ["DELETE", "app-shop_stock", 200],
                ],
            });
        });
    });

    test("is written one at a time for the most that an identity takes", async () => {
        names = Array.from({ length: 20 }, (_, index) => `part-${index}`);
        await withEngine(program, SLOW, async ({ stack, newRequests }) => {
            await stack.up();
            expect(credentialWrites(newRequests())).toEqual(names.map((name) => ["PUT", `app-shop_${name}`, 201]));
            await stack.destroy();
            expect(credentialWrites(newRequests())).toEqual(
                names.map((name) => ["DELETE", `app-shop_${name}`, 200]).reverse(),
            );
        });
    });
});

test("components that share one identity write their credentials one at a time, without dependsOn", async () => {
    const program = async () => {
        const group = new ResourceGroup("group");
        const identity = new UserAssignedIdentity("shared", { resourceGroupName: group.name });
        const app = (color: string, identityResourceId: pulumi.Input<string>) =>
            new AksWorkloadIdentity(color, {
                identityResourceId,
                oidcIssuerUrl: `https://issuer.example/tenant/${color}/`,
                serviceAccounts: [
                    { namespace: "shop", name: "orders" },
                    { namespace: "shop", name: "stock" },
                ],
            });
        const blue = app("blue", identity.id);
        app("other", new UserAssignedIdentity("other", { resourceGroupName: group.name }).id);
        // Another output, and another spelling.
        app(
            "green",
            blue.resourceId.apply((id) => id.toUpperCase()),
        );
    };
    await withEngine(program, SLOW, async ({ stack, newRequests }) => {
        const names = ["blue-shop_orders", "blue-shop_stock", "green-shop_orders", "green-shop_stock"];
        const shared = () => credentialWrites(newRequests()).filter(([, name]) => !String(name).startsWith("other"));
        await stack.up();
        expect(shared()).toEqual(names.map((name) => ["PUT", name, 201]));
        expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        await stack.destroy();
        expect(shared()).toEqual(names.reverse().map((name) => ["DELETE", name, 200]));
    });
});

describe("extraRoleAssignments", () => {
    const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    const DNS_ZONE_CONTRIBUTOR = "befefa01-2a29-4197-83a8-272ff33ce314";
    const NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7";

    /** What the app does with each of its role assignments. */
    const CALLS: Record<string, (scope: string) => [method: string, path: string, sent: object]> = {
        vault: (scope) => ["GET", scope, { apiVersion: "2023-07-01" }],
        zone: (scope) => [
            "PUT",
            `${scope}/A/orders`,
            {
                apiVersion: "2018-05-01",
                body: { properties: { TTL: 60, ARecords: [{ ipv4Address: "10.0.0.1" }] } },
            },
        ],
        network: (scope) => [
            "PUT",
            `${scope}/subnets/app`,
            { apiVersion: "2024-05-01", body: { properties: { addressPrefix: "10.10.0.0/24" } } },
        ],
    };

    const program = async () => {
        const group = new ResourceGroup("group");
        const resourceGroupName = group.name;
        const vault = new Vault("vault", {
            resourceGroupName,
            properties: {
                tenantId: getClientConfigOutput().tenantId,
                sku: { family: "A", name: "standard" },
                enableRbacAuthorization: true,
            },
        });
        const zone = new Zone("zone", { resourceGroupName, zoneName: "shop.example", location: "global" });
        const network = new VirtualNetwork("network", {
            resourceGroupName,
            addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
        });
        const app = new AksWorkloadIdentity("app", {
            resourceGroupName,
            oidcIssuerUrl: ISSUER,
            serviceAccounts: [{ namespace: "shop", name: "orders" }],
            extraRoleAssignments: [
                { name: "vault", role: READER, scope: vault.id },
                { name: "zone", role: DNS_ZONE_CONTRIBUTOR, scope: zone.id },
                { name: "network", role: NETWORK_CONTRIBUTOR, scope: network.id },
            ],
        });
        const { clientId, subjects, roleAssignments } = app;
        return { oidcIssuerUrl: ISSUER, clientId, subjects, roleAssignments };
    };

    test("lets a pod do what it names, and nothing once the role assignment is gone", async () => {
        await withEngine(program, {}, async (engine) => {
            const { outputs } = await engine.stack.up();
            const assignments: RequiredRoleAssignment[] = outputs.roleAssignments?.value;
            const { body } = await exchange(engine, outputs, outputs.subjects?.value[0]);
            const { access_token: token } = body as unknown as { access_token: string };
            const calls = Object.values(CALLS);
            expect(assignments).toHaveLength(calls.length);
            const answers = async () => {
                return Promise.all(
                    calls.map(async (call, index) => {
                        const [method, path, sent] = call(assignments[index]?.scope ?? "");
                        const answer = await engine.arm.send(method, path, { ...sent, token });
                        return answer.status < 300 ? "allowed" : `${answer.status} ${answer.body?.error?.code}`;
                    }),
                );
            };

            expect(await answers()).toEqual(calls.map(() => "allowed"));
            for (const [index, assignment] of assignments.entries()) {
                await without(engine, assignment, async () => {
                    expect(await answers()).toEqual(
                        calls.map((_, call) => (call === index ? "403 AuthorizationFailed" : "allowed")),
                    );
                });
            }
            expect(await answers()).toEqual(calls.map(() => "allowed"));
        });
    });
});

/** What Entra says to a pod that brings the token of its service account. */
async function signIn(engine: Engine, outputs: AppOutputs, subject: string): Promise<string> {
    const { status, body } = await exchange(engine, outputs, subject);
    return status === 200 ? "signed in" : (/AADSTS\d+/.exec(JSON.stringify(body))?.[0] ?? String(status));
}

type AppOutputs = Record<string, { value: string }>;

/** The token of a service account, for one of Azure Resource Manager. */
async function exchange(
    { arm, azure, clock }: Engine,
    outputs: AppOutputs,
    subject: string,
): ReturnType<TestAzure["send"]> {
    const issuer = outputs.oidcIssuerUrl?.value ?? "";
    await arm.send("POST", "/local-azure/issuers", { token: null, apiVersion: null, body: { issuer } });
    const exp = clock.now() / 1000 + 600;
    const form = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: outputs.clientId?.value ?? "",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: new UnsecuredJWT({ iss: issuer, sub: subject, aud: AUDIENCE, exp }).encode(),
        scope: `${azure.ready.armEndpoint}/.default`,
    });
    return arm.send("POST", `/${azure.ready.tenantId}/oauth2/v2.0/token`, {
        token: null,
        apiVersion: null,
        raw: form.toString(),
    });
}
