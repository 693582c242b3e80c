import { clusterContent, clusterPath, makeGroup, makeIdentity, refused, type Sent, TestAzure } from "./harness";
import { group, west } from "./plainCases";

// The headers If-Match and If-None-Match.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    await azure.put(clusterPath(), clusterContent());
    await azure.put(zone, global);
    await azure.put(table, west);
});
afterAll(() => azure.stop());

const global = { location: "global", properties: {} };
const zone = `${group}/Microsoft.Network/privateDnsZones/zone.example`;
const record = `${zone}/A/www`;
const table = `${group}/Microsoft.Network/routeTables/rt`;
const pool = `${clusterPath()}/agentPools/nodepool1`;
const failed = (message: string | RegExp) => refused(412, "PreconditionFailed", message);
const ifMatch = (etag: string): Sent => ({ headers: { "If-Match": etag } });
const ifNoneMatch = (etag: string): Sent => ({ headers: { "If-None-Match": etag } });

/** What a client reads before it writes. */
async function etagOf(path: string): Promise<string> {
    const body = (await azure.get(path)).body as unknown as {
        etag?: string;
        eTag?: string;
        properties: { eTag?: string };
    };
    return body.etag ?? body.eTag ?? body.properties.eTag ?? "";
}

describe("a cluster", () => {
    test("is written under its etag, or under any", async () => {
        const etag = await etagOf(clusterPath());
        expect((await azure.put(clusterPath(), clusterContent(), ifMatch(etag))).status).toBe(200);
        expect(await azure.put(clusterPath(), clusterContent(), ifMatch(etag))).toMatchObject(failed(/does not match/));
        expect((await azure.put(clusterPath(), clusterContent(), ifMatch("*"))).status).toBe(200);
        expect((await azure.put(clusterPath(), clusterContent(), ifMatch(""))).status).toBe(200);
        expect(await azure.patch(clusterPath(), { tags: { a: "b" } }, ifMatch("x"))).toMatchObject(failed(/'x'/));
        expect(await azure.delete(clusterPath(), ifMatch("x"))).toMatchObject(failed(/'x'/));
        expect((await azure.get(clusterPath())).body.tags).toBeUndefined();
    });

    test("that is not there has none", async () => {
        const none = clusterPath("none");
        for (const etag of ["*", "x"]) {
            expect(await azure.put(none, clusterContent(), ifMatch(etag))).toMatchObject(
                failed(
                    "Resource not found but ETag header is provided. If this is a request to create, please do not provide ETag.",
                ),
            );
            expect((await azure.patch(none, {}, ifMatch(etag))).status).toBe(404);
            expect((await azure.delete(none, ifMatch(etag))).status).toBe(204);
        }
    });

    test("is made anew only where there is none", async () => {
        expect(await azure.put(clusterPath(), clusterContent(), ifNoneMatch("*"))).toMatchObject(failed(/exists/));
        const content = clusterContent({ properties: { dnsPrefix: "c2" } });
        expect((await azure.put(clusterPath("c2"), content, ifNoneMatch("*"))).status).toBe(201);
        expect(await azure.put(clusterPath(), content, ifNoneMatch("x"))).toMatchObject(
            refused(400, "BadRequest", /empty or '\*'/),
        );
        const both = { headers: { "If-Match": "*", "If-None-Match": "*" } };
        expect(await azure.put(clusterPath(), content, both)).toMatchObject(refused(400, "BadRequest", /Only one/));
    });

    test("has pools with etags of their own", async () => {
        const [cluster, etag] = [await etagOf(clusterPath()), await etagOf(pool)];
        const content = { properties: { count: 3, mode: "System" } };
        expect(await azure.put(pool, content, ifMatch(cluster))).toMatchObject(failed(/does not match/));
        expect((await azure.put(pool, content, ifMatch(etag))).status).toBe(200);
        expect(await azure.put(pool, content, ifMatch(etag))).toMatchObject(failed(/does not match/));
    });
});

describe("a zone and its records", () => {
    const content = { properties: { ttl: 60, aRecords: [{ ipv4Address: "10.0.0.1" }] } };

    test("are made anew only where there is none", async () => {
        expect(await azure.put(zone, global, ifNoneMatch("*"))).toMatchObject(
            failed("The Zone zone.example exists already and hence cannot be created again."),
        );
        expect((await azure.put(record, content, ifNoneMatch("*"))).status).toBe(201);
        expect(await azure.put(record, content, ifNoneMatch("*"))).toMatchObject(
            failed("The Record set www exists already and hence cannot be created again."),
        );
    });

    test("are written under their etags", async () => {
        const etag = await etagOf(zone);
        expect(await azure.put(zone, global, ifMatch("x"))).toMatchObject(
            failed(`The condition 'x' in the If-Match header was not satisfied. The current was '${etag}'.`),
        );
        expect((await azure.put(zone, { ...global, tags: { a: "b" } }, ifMatch(etag))).body.error).toBeUndefined();
        const none = zone.replace("zone.example", "none.example");
        expect(await azure.put(none, global, ifMatch("*"))).toMatchObject(
            failed("The condition '*' in the If-Match header was not satisfied."),
        );
    });
});

test("a route table is written under its etag", async () => {
    const etag = await etagOf(table);
    const { body } = await azure.put(table, west, ifMatch('W/"x"'));
    expect(body.error).toMatchObject({
        code: "PreconditionFailed",
        message: "Precondition failed.",
        details: [
            {
                code: "PreconditionFailedEtagMismatch",
                message: `Etag provided in if-match header W/"x" does not match etag ${etag} of resource ${azure.subscription}/${table} in NRP data store.`,
            },
        ],
    });
    expect((await azure.put(table, west, ifMatch(etag))).body.error).toBeUndefined();
});

test("of all else nothing is known", async () => {
    const notModelled = refused(501, "NotModelled", /the headers If-Match and If-None-Match/);
    const { id } = await makeIdentity(azure, "one");
    expect(await azure.put(id, west, ifMatch("*"))).toMatchObject(notModelled);
    expect(await azure.get(clusterPath(), ifNoneMatch("*"))).toMatchObject(notModelled);
    expect(await azure.put(table, west, ifNoneMatch("*"))).toMatchObject(notModelled);
    const account = `${group}/Microsoft.Monitor/accounts/amw1`;
    await azure.put(account, west);
    expect(await azure.put(account, west, ifMatch("x"))).toMatchObject(notModelled);
    const old = { ...ifMatch("x"), apiVersion: "2023-05-01" };
    expect(await azure.put(clusterPath(), clusterContent(), old)).toMatchObject(notModelled);
});

test("who may not write learns nothing of it", async () => {
    const { properties } = await makeIdentity(azure, "nobody");
    const sent = { ...ifMatch("x"), token: await azure.tokenOf(properties.principalId) };
    expect(await azure.put(table, west, sent)).toMatchObject(refused(403, "AuthorizationFailed", /routeTables\/write/));
});
