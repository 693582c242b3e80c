import { exportJWK, generateKeyPair, type KeyLike, SignJWT, UnsecuredJWT } from "jose";
import { type MadeIdentity, makeGroup, makeIdentity, refused, TestAzure } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
});
afterEach(() => azure.stop());

interface TokenAnswer {
    access_token: string;
    expires_in: number;
    expires_on: string;
    token_type: string;
    error: string;
    error_description: string;
    error_codes: number[];
}

const raw = { token: null, apiVersion: null };
const tenant = () => azure.server.ready.tenantId;

async function login(form: Record<string, string>, path = `/${tenant()}/oauth2/v2.0/token`) {
    const content = new URLSearchParams(form).toString();
    const { status, body } = await azure.send("POST", path, { ...raw, raw: content });
    return { status, body: body as unknown as TokenAnswer };
}

const scope = () => `${azure.server.ready.armEndpoint}/.default`;

describe("a federated credential", () => {
    const issuer = "https://token.actions.githubusercontent.com";
    const subject = "repo:org/app:ref:refs/heads/main";
    const audience = "api://AzureADTokenExchange";
    let privateKey: KeyLike;
    let jwks: object;
    beforeAll(async () => {
        const pair = await generateKeyPair("RS256");
        privateKey = pair.privateKey;
        jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k", alg: "RS256" }] };
    });

    const assertion = (claims: { iss?: string; sub?: string; aud?: string } = {}, key = privateKey, life = 600) => {
        const now = azure.clock.now() / 1000;
        return new SignJWT({ iss: issuer, sub: subject, aud: audience, ...claims })
            .setProtectedHeader({ alg: "RS256", kid: "k" })
            .setIssuedAt(now)
            .setExpirationTime(now + life)
            .sign(key);
    };
    const trust = (body: unknown) => azure.send("POST", "/local-azure/issuers", { ...raw, body });
    const signIn = (client_id: string, client_assertion: string) =>
        login({
            grant_type: "client_credentials",
            client_id,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion,
            scope: scope(),
        });
    const federated = async () => {
        await makeGroup(azure);
        const identity: MadeIdentity = await makeIdentity(azure, "workload");
        const properties = { issuer, subject, audiences: [audience] };
        const path = `${identity.id}/federatedIdentityCredentials/github`;
        expect((await azure.put(path, { properties }, { apiVersion: "2023-01-31" })).status).toBe(201);
        return identity.properties;
    };

    test("of a user-assigned identity: issuer, subject, audience, signature and time must all hold", async () => {
        const { clientId, principalId } = await federated();
        const code = async (token: string) => (await signIn(clientId, token)).body.error_codes?.[0];
        expect(await code(await assertion())).toBe(50166);
        await trust([{ issuer, jwks }]);
        const { status, body } = await signIn(clientId, await assertion());
        expect([status, body.token_type, body.expires_in]).toEqual([200, "Bearer", 24 * 3600]);
        const read = await azure.get("resourceGroups", { token: body.access_token });
        expect(read.body.error.message).toContain(principalId);

        expect(await code(await assertion({ sub: subject.toUpperCase() }))).toBe(700213);
        expect(await code(await assertion({ aud: "api://other" }))).toBe(700212);
        const { privateKey: foreign } = await generateKeyPair("RS256");
        expect(await code(await assertion({}, foreign))).toBe(700027);
        const old = await assertion();
        azure.advance(601);
        expect(await code(old)).toBe(700024);
        await trust({ issuer: "https://other.example" });
        expect(await code(await assertion({ iss: "https://other.example" }))).toBe(700211);
        const { body: malformed } = await signIn(clientId, "no token");
        expect([malformed.error, malformed.error_description]).toEqual([
            "invalid_client",
            expect.stringMatching(
                /^AADSTS50027: JWT token is invalid or malformed\. Trace ID: [\da-f-]{36} Correlation ID: [\da-f-]{36} Timestamp: 2026-01-01 00:10:01Z$/,
            ),
        ]);
    });

    test("an issuer registered without keys is taken at its word", async () => {
        const { clientId } = await federated();
        await trust({ issuer });
        const now = azure.clock.now() / 1000;
        const answer = async (times: { exp?: number; nbf?: number }) => {
            const unsigned = new UnsecuredJWT({ iss: issuer, sub: subject, aud: audience, ...times }).encode();
            const { status, body } = await signIn(clientId, unsigned);
            return body.error_codes?.[0] ?? status;
        };
        expect(await answer({ exp: now + 1 })).toBe(200);
        expect(await answer({ exp: now })).toBe(700024);
        expect(await answer({})).toBe(700024);
        // Five minutes of difference between clocks are allowed.
        expect(await answer({ exp: now + 900, nbf: now + 300 })).toBe(200);
        expect(await answer({ exp: now + 900, nbf: now + 301 })).toBe(700024);
    });

    const id = "99999999-9999-4999-8999-999999999999";
    const badForms: [what: string, change: Record<string, string>, number: number][] = [
        ["another grant", { grant_type: "password" }, 70003],
        ["no grant", { grant_type: "" }, 900144],
        ["no client", { client_id: "" }, 900144],
        ["no scope", { scope: "" }, 900144],
        ["a scope that is no resource's default", { scope: "https://management.azure.com/user" }, 1002012],
        ["a client that is not there", {}, 700016],
    ];
    test.each(badForms)("%s", async (_, change, number) => {
        const form = { grant_type: "client_credentials", client_id: id, scope: scope() };
        const { status, body } = await login({ ...form, ...change });
        expect([status, body.error_codes]).toEqual([400, [number]]);
    });

    test("for another tenant, and without an assertion", async () => {
        const { clientId } = await federated();
        const form = { grant_type: "client_credentials", client_id: clientId, scope: scope() };
        const other = await login(form, `/${id}/oauth2/v2.0/token`);
        expect([other.status, other.body.error_codes]).toEqual([400, [90002]]);
        const without = await login(form);
        expect([without.status, without.body.error_codes]).toEqual([401, [7000218]]);
    });

    test.each([[{}], [{ issuer: 7 }], [{ issuer, jwks: {} }], ["x"]])("%j is no issuer", async (body) => {
        const { status, body: answer } = await trust(body);
        expect([status, answer.error.code]).toEqual([400, "InvalidRequestContent"]);
    });
});

describe("what is not modelled", () => {
    const form = (client_id: string) => ({ grant_type: "client_credentials", client_id, scope: scope() });

    test("a client secret, which is in no log either", async () => {
        const { status, body } = await login({ ...form("x"), client_secret: "hidden" });
        expect({ status, body }).toMatchObject(
            refused(
                501,
                "NotModelled",
                "local-azure does not model signing in with a client secret. Nothing was changed.",
            ),
        );
        expect(JSON.stringify(azure.server.requests())).not.toContain("hidden");
    });

    test("an application's assertion", async () => {
        const { appId } = (await azure.graph("POST", "applications", { displayName: "app" })).body as unknown as {
            appId: string;
        };
        const { status, body } = await login({ ...form(appId), client_assertion: "x" });
        expect({ status, body }).toMatchObject(refused(501, "NotModelled", /signing in as an application/));
    });

    test("version 1 of the endpoint", async () => {
        const { status, body } = await login(form("x"), `/${tenant()}/oauth2/token`);
        expect({ status, body }).toMatchObject(refused(501, "NotModelled", /version 1 of the token endpoint/));
    });
});

describe("discovery", () => {
    test("the OpenID configuration leads to the endpoints of the tenant", async () => {
        const { armEndpoint } = azure.server.ready;
        const path = `/${tenant()}/v2.0/.well-known/openid-configuration`;
        const { status, body } = await azure.get(path, raw);
        expect([status, body]).toEqual([
            200,
            expect.objectContaining({
                issuer: `${armEndpoint}/${tenant()}/v2.0`,
                token_endpoint: `${armEndpoint}/${tenant()}/oauth2/v2.0/token`,
                jwks_uri: `${armEndpoint}/${tenant()}/discovery/v2.0/keys`,
            }),
        ]);
        const keys = (await azure.get(`/${tenant()}/discovery/v2.0/keys`, raw)).body as unknown as {
            keys: object[];
        };
        expect(keys.keys).toEqual([expect.objectContaining({ kty: "EC", kid: "local-azure" })]);
        expect(JSON.stringify(keys)).not.toContain('"d"');
        const instance = await azure.get("/common/discovery/instance?api-version=1.1", raw);
        expect(instance.body).toMatchObject({
            tenant_discovery_endpoint: expect.stringContaining("/v2.0/.well-known/openid-configuration"),
        });
        expect((await azure.get(`/${tenant()}/oauth2/v2.0/token`, raw)).status).toBe(405);
    });

    test("a token for another resource is refused, by ARM and by Graph", async () => {
        const { identityEndpoint, identityHeader } = azure.server.ready;
        const answer = await fetch(`${identityEndpoint}?resource=https://vault.azure.net`, {
            headers: { "X-IDENTITY-HEADER": identityHeader },
        });
        const { access_token: token } = (await answer.json()) as TokenAnswer;
        const arm = await azure.get("resourceGroups", { token });
        expect([arm.status, arm.body.error.code]).toEqual([401, "InvalidAuthenticationTokenAudience"]);
        const ofGraph = await azure.get("/v1.0/groups", { token, apiVersion: null });
        expect([ofGraph.status, ofGraph.body.error.code]).toEqual([401, "InvalidAuthenticationToken"]);
    });
});

describe("the managed identity endpoint", () => {
    const ask = async (query: Record<string, string>, header = azure.server.ready.identityHeader) => {
        const url = new URL(azure.server.ready.identityEndpoint);
        url.search = String(new URLSearchParams({ "api-version": "2019-08-01", ...query }));
        const response = await fetch(url, { headers: { "X-IDENTITY-HEADER": header } });
        return { status: response.status, body: (await response.json()) as TokenAnswer };
    };
    const resource = "https://management.azure.com/";

    test("signs in the deployer, or the identity that is asked for", async () => {
        await makeGroup(azure);
        const { id, properties } = await makeIdentity(azure, "one");
        const who = async (query: Record<string, string>) => {
            const { body } = await ask({ resource, ...query });
            expect(body).toMatchObject({ token_type: "Bearer" });
            const [, claims = ""] = body.access_token.split(".");
            return JSON.parse(Buffer.from(claims, "base64url").toString()).oid;
        };
        expect(await who({})).toBe(azure.server.ready.deployerObjectId);
        const { principalId, clientId } = properties;
        const queries: Record<string, string>[] = [
            { client_id: clientId },
            { object_id: principalId },
            { principal_id: principalId },
            { mi_res_id: id },
        ];
        for (const query of queries) {
            expect(await who(query)).toBe(principalId);
        }
    });

    test("refuses whoever does not know it", async () => {
        expect((await ask({ resource }, "another")).status).toBe(401);
        expect((await ask({})).status).toBe(400);
        expect((await ask({ resource, client_id: "nobody" })).status).toBe(400);
    });
});
