import { readClusterPages } from "../../../src/cli/azure/readFleet";
import { readFleet } from "../../../src/migration/survey/fleet";
import { control, principalContent, systemAssigned } from "../../local-azure/aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    reader,
    TestAzure,
} from "../../local-azure/harness";
import { command } from "./command";
import { liveAzure } from "./liveAzure";

/** A fleet on the model of Azure: on a service principal, half-way, and on managed identities. */

const OTHER = "11111111-1111-4111-8111-111111111111";
const DAY = 24 * 60 * 60;
let azure: TestAzure;
afterEach(() => azure.stop());

/** Starts it with an application whose secret is valid for so many days. */
async function start(options: Parameters<typeof TestAzure.start>[0] = {}, days = 12) {
    azure = await TestAzure.start({ operationSeconds: 60, ...options });
    await makeGroup(azure);
    const { id, appId } = await graph("applications", { displayName: "legacy" });
    await graph("servicePrincipals", { appId });
    const endDateTime = new Date(azure.clock.now() + days * DAY * 1000).toISOString();
    await graph(`applications/${id}/addPassword`, { passwordCredential: { endDateTime } });
    const servicePrincipalProfile = { clientId: appId, secret: "not-a-real-one" };
    const legacy = (name: string) => principalContent({ servicePrincipalProfile, dnsPrefix: name });
    await put("half", legacy("half"));
    await put("half", { ...legacy("half"), identity: systemAssigned });
    await put("legacy", legacy("legacy"));
    await put("managed", clusterContent({ properties: { dnsPrefix: "managed" } }));
    return appId;
}

async function graph(path: string, body: object) {
    const answer = await azure.graph("POST", path, body);
    expect(answer.status).toBeLessThan(300);
    return answer.body as unknown as { id: string; appId: string };
}

async function put(name: string, content: object) {
    const answer = await azure.put(clusterPath(name), content);
    expect(answer.status).toBeLessThan(300);
    azure.advance(60);
}

async function survey(options: string[] = [], query: Record<string, string> = {}) {
    const argv = ["survey", "--live", "--format", "json", ...options];
    const { code, stdout, stderr } = await command(argv, { live: liveAzure(azure, query) });
    return { code, stderr, ...(stdout !== "" && { found: JSON.parse(stdout) }) };
}

const idOf = (name: string) => `${azure.subscription}/${clusterPath(name)}`;

/** A managed identity with Reader on a scope, as the query of its tokens. */
async function onlooker(scope: string): Promise<Record<string, string>> {
    const { properties } = await makeIdentity(azure, "onlooker");
    await assign(azure, reader, properties.principalId, scope);
    return { principal_id: properties.principalId };
}

test("a fleet with its nodes and secrets, until nothing is to be done", async () => {
    const appId = await start();
    const { code, found, stderr } = await survey();
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(found).toMatchObject({
        counts: { clusters: 3, toMigrate: 1, toUpgrade: 1, secretExpiring: 1, nodesUnknown: 0 },
        clusters: [
            { name: "legacy", principal: appId, secret: { state: "expiring", days: 11 }, toDo: "Migration" },
            { name: "half", nodes: "previous", poolsToUpgrade: ["nodepool1"], toDo: "NodeImages" },
            { name: "managed", nodes: "current", toDo: "Nothing" },
        ],
        unread: [],
    });

    await azure.delete(clusterPath("legacy"));
    azure.advance(60);
    await control(azure, "nodeImage", {}, "half");
    await azure.post(`${clusterPath("half")}/agentPools/nodepool1/upgradeNodeImageVersion`);
    expect((await survey()).found.clusters).toMatchObject([{ name: "half", nodes: "mixed" }, { name: "managed" }]);
    azure.advance(60);
    const done = await survey();
    expect(done.code).toBe(0);
    expect(done.found.clusters).toMatchObject([
        { name: "half", nodes: "current", toDo: "Nothing" },
        { name: "managed", nodes: "current", toDo: "Nothing" },
    ]);
});

test("a secret that has expired comes first", async () => {
    await start({}, 0);
    const { code, found } = await survey();
    expect(code).toBe(3);
    expect(found.clusters[0]).toMatchObject({
        name: "legacy",
        secret: { state: "expired" },
        migration: { position: 1, risk: { level: "high" } },
    });
});

test("pages of Resource Graph add up", async () => {
    await start();
    const { arm } = await liveAzure(azure).azure();
    const pages = await readClusterPages(arm, [], 2);
    expect(pages).toMatchObject([
        { count: 2, totalRecords: 3 },
        { count: 1, totalRecords: 3 },
    ]);
    const read = (values: object[]) => readFleet(values.map((value) => ({ name: "page", value })));
    expect(read(pages)).toMatchObject({ clusters: [{}, {}, {}], unread: [] });
    expect(read(pages.slice(0, 1)).unread).toMatchObject([{ reason: expect.stringMatching(/^2 of 3 entries/) }]);
});

test("without permission for Microsoft Graph, secrets are unknown, and the report says so", async () => {
    await start();
    const { code, found } = await survey([], await onlooker(azure.subscription));
    expect(code).toBe(6);
    expect(found.clusters.map(({ name }: { name: string }) => name)).toEqual(["half", "legacy", "managed"]);
    expect(found.unread).toEqual([
        {
            what: expect.stringMatching(/^secret of .*\/legacy$/),
            reason: expect.stringMatching(/: 403 Authorization_RequestDenied: /),
        },
    ]);
});

test("clusters without the right to read them are left out; nodes without it are named", async () => {
    await start();
    const { code, found } = await survey([], await onlooker(idOf("managed")));
    expect(code).toBe(6);
    expect(found).toMatchObject({
        counts: { clusters: 1 },
        unread: [
            {
                what: expect.stringMatching(/^nodes of .*\/managed$/),
                reason: expect.stringMatching(/: 403 AuthorizationFailed: /),
            },
        ],
        notes: [expect.stringContaining("cannot read")],
    });
});

test("subscriptions that are asked for are read, or named", async () => {
    await start({ otherSubscriptionIds: [OTHER] });
    const here = azure.server.ready.subscriptionId;
    const both = ["--subscription", here, "--subscription", OTHER];
    expect((await survey(both)).found).toMatchObject({ counts: { clusters: 3 }, unread: [] });
    expect((await survey(["--subscription", OTHER])).found).toMatchObject({ counts: { clusters: 0 }, unread: [] });
    const { code, found } = await survey(["--subscription", OTHER], await onlooker(azure.subscription));
    expect(code).toBe(6);
    expect(found.unread).toMatchObject([{ what: `subscription ${OTHER}` }]);
});

test("whoever can read no subscription gets the reason of Resource Graph", async () => {
    await start();
    const { properties } = await makeIdentity(azure, "stranger");
    const { code, stderr } = await survey([], { principal_id: properties.principalId });
    expect(code).toBe(6);
    expect(stderr).toMatch(
        /^[^\n]* NoValidSubscriptionsInQueryRequest: There must be at least one subscription [^\n]*\n$/,
    );
});

test.each([
    ["for a moment, is asked again", 2, 3],
    ["for longer, is not the whole fleet", 3, 6],
])("a Resource Graph that throttles %s", async (_, times, expected) => {
    const path = "**/Microsoft.ResourceGraph/resources";
    await start({ faults: [{ kind: "throttle", path, retryAfterSeconds: 0, times }] });
    const { code, stderr } = await survey();
    expect(code).toBe(expected);
    expect(stderr.includes(": 429 ")).toBe(expected === 6);
});
