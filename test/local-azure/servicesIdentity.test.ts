import type { Clock } from "../../local-azure/kernel/clock";
import { assign, makeGroup, makeIdentity, refused, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const group = "resourceGroups/rg/providers";

const west = { location: "westus2" };
const idOf = (path: string) => `${azure.subscription}/${path}`;
const start = async (options: Parameters<typeof TestAzure.start>[0] = {}) => {
    azure = await TestAzure.start(options);
    await makeGroup(azure);
};

describe("federated identity credentials", () => {
    const identity = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/id1`;
    const credential = (name: string) => `${identity}/federatedIdentityCredentials/${name}`;
    const trust = (subject: string, more: object = {}) => ({
        properties: { issuer: "https://issuer", subject, audiences: ["api://AzureADTokenExchange"], ...more },
    });

    test("made, shown under the identity's own spelling, updated in place, gone with the identity", async () => {
        await start();
        await makeIdentity(azure, "id1");
        const { status, body } = await azure.put(credential("fic1"), trust("a"));
        expect([status, body]).toEqual([
            201,
            {
                id: idOf(credential("fic1")).replace("resourceGroups", "resourcegroups"),
                name: "fic1",
                type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
                properties: trust("a").properties,
            },
        ]);
        expect((await azure.put(credential("fic1"), trust("b"))).status).toBe(200);
        const listed = await azure.get(`${identity}/federatedIdentityCredentials`);
        expect(listed.body.value).toMatchObject([{ name: "fic1", properties: { subject: "b" } }]);
        await azure.delete(identity);
        expect((await azure.get(credential("fic1"))).status).toBe(404);
    });

    test("issuer and subject once per identity (facts azure-native-provider.md §7)", async () => {
        await start();
        await makeIdentity(azure, "id1");
        await makeIdentity(azure, "id2");
        await azure.put(credential("fic1"), trust("a"));
        const conflict = refused(
            409,
            "Conflict",
            "Issuer and subject combination already exists for this Managed Identity.",
        );
        expect(await azure.put(credential("fic2"), trust("a"))).toMatchObject(conflict);
        expect((await azure.put(credential("fic2").replace("id1", "id2"), trust("a"))).status).toBe(201);
    });

    test("twenty, and no more (facts aks-identity.md §2)", async () => {
        await start();
        await makeIdentity(azure, "id1");
        for (let i = 1; i <= 20; i++) await azure.put(credential(`fic${i}`), trust(String(i)));
        expect(await azure.put(credential("fic21"), trust("21"))).toMatchObject(
            refused(400, "BadRequest", /already has 20 federated identity credentials/),
        );
        expect((await azure.put(credential("fic20"), trust("again"))).status).toBe(200);
    });

    test.each([
        ["issuer", { issuer: undefined }, "fic1", /'issuer'.* is required/],
        ["subject", { subject: "" }, "fic1", /'subject'.* is required/],
        ["audiences", { audiences: ["a", "b"] }, "fic1", /'audiences' holds 2/],
        ["name", {}, "ab", /name 'ab'/],
    ])("a wrong %s", async (_what, more, name, message) => {
        await start();
        await makeIdentity(azure, "id1");
        expect(await azure.put(credential(name), trust("s", more))).toMatchObject(refused(400, "BadRequest", message));
    });

    test("two writes at once on one identity: the second is refused; one after the other, both go", async () => {
        const clock = gatedClock();
        azure = await TestAzure.start({ clock, writeSeconds: 2 });
        await makeGroup(azure);
        await makeIdentity(azure, "id1");
        const first = azure.put(credential("fic1"), trust("a"));
        await clock.asleep();
        expect(await azure.put(credential("fic2"), trust("b"))).toMatchObject(
            refused(
                409,
                "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
                `Too many Federated Identity Credentials are written concurrently for the managed identity '${idOf(identity).toLowerCase()}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
            ),
        );
        clock.wake();
        expect((await first).status).toBe(201);
        const second = azure.put(credential("fic2"), trust("b"));
        await clock.asleep();
        clock.wake();
        expect((await second).status).toBe(201);
    });
});

/** A clock on which sleepers wait until the test wakes them. */
function gatedClock(): Clock & { asleep(): Promise<void>; wake(): void } {
    let now = Date.UTC(2026, 0, 1);
    let sleeper: { ms: number; wake: () => void } | undefined;
    let noticed = () => {};
    return {
        now: () => now,
        sleep: (ms) =>
            new Promise((wake) => {
                sleeper = { ms, wake };
                noticed();
            }),
        asleep: () =>
            new Promise((resolve) => {
                noticed = resolve;
                if (sleeper) resolve();
            }),
        wake: () => {
            now += sleeper?.ms ?? 0;
            sleeper?.wake();
            sleeper = undefined;
            noticed = () => {};
        },
    };
}

describe("identities of resources", () => {
    const set = `${group}/Microsoft.Compute/diskEncryptionSets/des1`;
    const vault = `${group}/Microsoft.KeyVault/vaults/vault1`;
    const body = (identity: object) => ({
        ...west,
        identity,
        properties: {
            activeKey: {
                sourceVault: { id: idOf(vault) },
                keyUrl: "https://vault1.vault.azure.net/keys/k/0123456789abcdef",
            },
        },
    });
    const makeVault = () =>
        azure.put(vault, {
            ...west,
            properties: {
                tenantId: azure.server.ready.tenantId,
                sku: { family: "A", name: "standard" },
                enableRbacAuthorization: true,
            },
        });

    test("a system-assigned principal is made once, holds roles, and goes with the resource", async () => {
        await start();
        await makeVault();
        const made = await azure.put(set, body({ type: "SystemAssigned" }));
        const { principalId } = made.body.identity;
        expect((await azure.put(set, body({ type: "SystemAssigned" }))).body.identity.principalId).toBe(principalId);
        const cryptoUser = "e147488a-f6f5-4113-8e2d-b22465e65bf6";
        expect((await assign(azure, cryptoUser, principalId, idOf(vault))).status).toBe(201);
        await azure.delete(set);
        await azure.get(set);
        expect(await azure.tokenOf(principalId)).toBeUndefined();
    });

    test("a user-assigned one must be there", async () => {
        await start();
        await makeVault();
        const { id, properties } = await makeIdentity(azure, "id1");
        const made = await azure.put(set, body({ type: "UserAssigned", userAssignedIdentities: { [id]: {} } }));
        expect(made.body.identity).toEqual({
            type: "UserAssigned",
            userAssignedIdentities: {
                [id]: { principalId: properties.principalId, clientId: properties.clientId },
            },
        });
        const nobody = id.replace("id1", "nobody");
        expect(
            await azure.put(set, body({ type: "UserAssigned", userAssignedIdentities: { [nobody]: {} } })),
        ).toMatchObject(refused(400, "FailedIdentityOperation", /nobody/));
    });
});
