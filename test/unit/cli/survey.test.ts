import { join } from "node:path";
import Ajv from "ajv";
import type { AzureApi } from "../../../src/cli/azure/azureClient";
import { AzureError } from "../../../src/cli/azure/azureClient";
import { inParallel } from "../../../src/cli/azure/inParallel";
import { CLUSTER_QUERY } from "../../../src/cli/azure/readFleet";
import { runSurvey } from "../../../src/cli/commands/runSurvey";
import schema from "../../../src/migration/schemas/survey.v1.json";
import { CLIENT_ID, cluster, idOf, legacy, NOW } from "../migration/survey/fleets";
import { command, type Live, NO_AZURE, withFiles } from "./command";

const validate = new Ajv({ allErrors: true, formats: { "date-time": true } }).compile(schema);
const list = (...clusters: object[]) => JSON.stringify(clusters);

/** Everything that a report can have. */
const EVERYTHING = JSON.stringify({
    value: [
        legacy("a"),
        legacy("b"),
        cluster("managed", { networkProfile: { networkPlugin: "kubenet" }, enableRBAC: false }),
        { id: idOf("broken") },
    ],
    nextLink: "https://management.azure.com/next",
});

test.each<[string, string, number]>([
    ["no cluster", "[]", 0],
    ["clusters on managed identities", list(cluster("a")), 0],
    ["a cluster on a service principal", list(legacy("a"), cluster("b")), 3],
    ["a page", EVERYTHING, 6],
])("survey of %s, in every format", async (_, stdin, code) => {
    const json = await command(["survey", "-", "--format", "json"], { stdin });
    expect(json).toMatchObject({ code, stderr: "" });
    validate(JSON.parse(json.stdout));
    expect(validate.errors ?? []).toEqual([]);
    for (const format of ["text", "markdown", "html", "comment", "sarif", "junit"]) {
        expect(await command(["survey", "-", "--format", format], { stdin })).toMatchObject({ code, stderr: "" });
    }
    const lenient = await command(["survey", "-", "--fail-on", "never"], { stdin });
    expect(lenient.code).toBe(code === 6 ? 6 : 0);
});

test("survey says what is new since a previous report, which is of the same command", async () => {
    const json = (stdin: string, ...options: string[]) =>
        command(["survey", "-", "--format", "json", ...options], { stdin });
    const before = await json(list(legacy("a"), cluster("b")));
    await withFiles({ "old.json": before.stdout, "wrong.json": "{}" }, async (folder) => {
        const { code, stdout } = await json(list(legacy("a"), legacy("b")), "--previous", join(folder, "old.json"));
        expect(code).toBe(3);
        validate(JSON.parse(stdout));
        expect(validate.errors ?? []).toEqual([]);
        const { findings, gone } = JSON.parse(stdout);
        expect(findings.map(({ resource, change }: Record<string, string>) => [resource, change])).toEqual([
            [idOf("a"), "unchanged"],
            [idOf("b"), "new"],
        ]);
        expect(gone).toEqual([]);
        const wrong = await json(list(legacy("a")), "--previous", join(folder, "wrong.json"));
        expect(wrong).toMatchObject({ code: 2, stdout: "" });
        expect(wrong.stderr).toContain("wrong.json: this is no previous report.");
    });
});

test("survey fits into a terminal of 80 columns", async () => {
    const { stdout } = await command(["survey", "-"], { stdin: EVERYTHING, terminal: 80, env: { NO_COLOR: "1" } });
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    for (const part of ["? Not everything could be read", "entry 4", "Order of migration", "Retired", "enableRBAC"]) {
        expect(stdout).toContain(part);
    }
});

test("a terminal that says that it has 0 columns gets whole lines", async () => {
    const shown = async (terminal?: number) =>
        (await command(["survey", "-"], { stdin: "[]", terminal, env: { NO_COLOR: "1" } })).stdout;
    expect(await shown(0)).toBe(await shown());
});

test("survey of no cluster says so", async () => {
    const { stdout } = await command(["survey", "-"], { stdin: "[]" });
    expect(stdout).toBe(`Survey – no cluster – 1970-01-01

✓ Nothing to migrate in 0 clusters.

Clusters

clusters  number
all       0
`);
});

test("survey reads several files", async () => {
    const page = (data: object[], skip_token: string | null) =>
        JSON.stringify({ count: data.length, data, skip_token, total_records: 2 });
    const files = {
        "1.json": page([legacy("a")], "t"),
        "2.json": page([legacy("b")], null),
        "3.json": list(cluster("c")),
    };
    await withFiles(files, async (folder) => {
        const paths = Object.keys(files).map((name) => join(folder, name));
        const { code, stdout } = await command(["survey", ...paths, "--format", "json"]);
        expect(code).toBe(3);
        expect(JSON.parse(stdout)).toMatchObject({ counts: { clusters: 3, toMigrate: 2 }, unread: [] });
        const part = await command(["survey", ...paths.slice(1), "--format", "json"]);
        expect(part.code).toBe(6);
        expect(JSON.parse(part.stdout).unread[0].reason).toMatch(/^1 of 2 entries were read\./);
    });
});

test.each<[string, string, string]>([
    ["empty", "", "the input is empty"],
    ["truncated", list(legacy("a")).slice(0, -1), "the input ends too early"],
    ["foreign", JSON.stringify({ steps: [], changeSummary: {} }), "this is not a list of clusters"],
    ["of other resources", JSON.stringify([{ id: "/subscriptions/s", name: "s" }]), "its one entry is not a cluster"],
])("survey refuses an input that is %s in one line", async (_, stdin, message) => {
    const { code, stdout, stderr } = await command(["survey", "-"], { stdin });
    expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ code: 2, stdout: "", lines: 1 });
    expect(stderr).toContain(`standard input: `);
    expect(stderr).toContain(message);
});

test.each<[string[], string]>([
    [[], "pass files with lists of clusters, or pass --live"],
    [["-", "--live"], "pass files with lists of clusters, or pass --live"],
    [["-", "--subscription", CLIENT_ID], "--subscription requires --live"],
    [["--live", "--subscription", "production"], '--subscription is "production"; expected the id of a subscription'],
])("survey %j is refused before anything is read", async (options, message) => {
    const { code, stdout, stderr } = await command(["survey", ...options], { stdin: list(legacy("a")) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
});

/** An answer to each request, by its path; anything else is refused. */
function azureWith(answers: Record<string, unknown>, requests: unknown[] = []): Live {
    const answer = (request: string, path: string, body?: unknown) => {
        requests.push(body ?? path);
        const found = answers[path];
        const value = typeof found === "function" ? found(body) : found;
        return value === undefined
            ? Promise.reject(new AzureError(`${request} ${path}`, 403, "AuthorizationFailed", "no role"))
            : Promise.resolve(value);
    };
    const api: AzureApi = {
        get: (path) => answer("GET", path),
        list: (path, query) => answer("GET", query?.$filter === undefined ? path : `${path}?${query.$filter}`),
        post: async (path, _, body) => ({ status: 200, body: await answer("POST", path, body) }),
    };
    return {
        azure: async () => ({ arm: api, graph: api }),
        clock: { now: () => NOW, wait: () => Promise.reject(new Error("A survey does not wait.")) },
        interruption: NO_AZURE.interruption,
    };
}

const GRAPH = "/providers/Microsoft.ResourceGraph/resources";
const SUBSCRIPTION = "00000000-0000-0000-0000-0000000000aa";
const SCALE_SETS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/MC_shop_shop_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets`;
const application = { passwordCredentials: [{ endDateTime: "2026-11-13T12:00:00Z" }] };
const found = (data: object[], token?: string) => ({
    totalRecords: 2,
    count: data.length,
    data: JSON.parse(JSON.stringify(data)),
    resultTruncated: "false",
    ...(token !== undefined && { $skipToken: token }),
});
const ANSWERS = {
    [GRAPH]: ({ options }: { options: { $skipToken?: string } }) =>
        options.$skipToken === undefined ? found([legacy("a")], "t") : found([cluster("b")]),
    [`/applications?appId eq '${CLIENT_ID}'`]: [application],
    [SCALE_SETS]: [{ id: "/scale-set", tags: { "aks-managed-poolName": "nodepool1" }, identity: {} }],
    "/scale-set/virtualMachines": [{ name: "0", properties: { latestModelApplied: true } }],
    [`/subscriptions/${SUBSCRIPTION}`]: { subscriptionId: SUBSCRIPTION },
};

const live = (answers: Record<string, unknown>, ...options: string[]) =>
    command(["survey", "--live", "--format", "json", ...options], { live: azureWith(answers) });

test("a live survey reads all pages, the nodes and the secrets", async () => {
    const requests: unknown[] = [];
    const { code, stdout, stderr } = await command(["survey", "--live", "--format", "json"], {
        live: azureWith(ANSWERS, requests),
    });
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(requests.slice(0, 2)).toEqual([
        { query: CLUSTER_QUERY, options: { resultFormat: "objectArray", $top: 1000 } },
        { query: CLUSTER_QUERY, options: { resultFormat: "objectArray", $top: 1000, $skipToken: "t" } },
    ]);
    validate(JSON.parse(stdout));
    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({
        counts: { clusters: 2, toMigrate: 1, toUpgrade: 1, secretExpiring: 1 },
        clusters: [
            { name: "a", secret: { state: "expiring", days: 12 } },
            { name: "b", nodes: "previous", poolsToUpgrade: ["nodepool1"], toDo: "NodeImages" },
        ],
        unread: [],
        notes: [expect.stringContaining("Azure leaves out clusters that the signed-in identity cannot read")],
    });
});

test("subscriptions are asked for by id, and one that cannot be read is named", async () => {
    const requests: unknown[] = [];
    const other = "00000000-0000-0000-0000-0000000000bb";
    const argv = ["survey", "--live", "--format", "json", "--subscription", SUBSCRIPTION, "--subscription", other];
    const { code, stdout } = await command(argv, { live: azureWith(ANSWERS, requests) });
    expect(requests.slice(0, 3)).toMatchObject([
        expect.any(String),
        expect.any(String),
        { subscriptions: [SUBSCRIPTION] },
    ]);
    expect(code).toBe(6);
    expect(JSON.parse(stdout).unread).toEqual([
        { what: `subscription ${other}`, reason: `GET /subscriptions/${other}: 403 AuthorizationFailed: no role` },
    ]);
});

test("where no subscription can be read, nothing else is asked for", async () => {
    const requests: unknown[] = [];
    const { code, stdout } = await command(["survey", "--live", "--subscription", SUBSCRIPTION], {
        live: azureWith({ ...ANSWERS, [`/subscriptions/${SUBSCRIPTION}`]: undefined }, requests),
    });
    expect(code).toBe(6);
    expect(stdout).toContain("Not everything could be read");
    expect(requests).toEqual([`/subscriptions/${SUBSCRIPTION}`]);
});

test.each<[string, object, object[]]>([
    [
        "secrets",
        { [`/applications?appId eq '${CLIENT_ID}'`]: undefined },
        [{ what: `secret of ${idOf("a")}`, reason: expect.stringContaining("403") }],
    ],
    [
        "scale sets",
        { [SCALE_SETS]: undefined },
        [{ what: `nodes of ${idOf("b")}`, reason: expect.stringContaining("403") }],
    ],
    [
        "clusters that Resource Graph counts and does not show",
        { [GRAPH]: () => found([legacy("a")]) },
        [{ what: "Azure Resource Graph", reason: expect.stringMatching(/^1 of 2 entries were read/) }],
    ],
])("%s that cannot be read: the rest is shown, and the code is 6", async (_, answers, unread) => {
    const { code, stdout } = await live({ ...ANSWERS, ...answers });
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({
        clusters: expect.arrayContaining([expect.objectContaining({ name: "a" })]),
        unread,
    });
});

test.each<[string, unknown]>([
    ["refuses", undefined],
    ["answers with nothing", null],
    ["has pages without an end", () => found([legacy("a")], "t")],
])("a Resource Graph that %s is one line, and the code is 6", async (_, answer) => {
    const { code, stdout, stderr } = await live({ ...ANSWERS, [GRAPH]: answer });
    expect({ code, stdout }).toEqual({ code: 6, stdout: "" });
    expect(stderr).toMatch(/^managed-identity-aks: POST \/providers\/Microsoft\.ResourceGraph\/resources: [^\n]+\n$/);
});

test("one application is read once for all of its clusters", async () => {
    const requests: unknown[] = [];
    const answers = { ...ANSWERS, [GRAPH]: () => found([legacy("a"), legacy("c", CLIENT_ID.toUpperCase())]) };
    await command(["survey", "--live"], { live: azureWith(answers, requests) });
    expect(requests.filter((request) => String(request).startsWith("/applications"))).toHaveLength(1);
});

test("progress on a terminal is one line that goes at the end", async () => {
    let stderr = "";
    const write = (text: string) => {
        stderr += text;
    };
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    try {
        const slow = () => {
            jest.advanceTimersByTime(500);
            return [application];
        };
        const live = azureWith({ ...ANSWERS, [`/applications?appId eq '${CLIENT_ID}'`]: slow });
        const report = await runSurvey({ subscriptions: [] }, { stderr: { write, isTTY: true }, ...live });
        expect(report.exitCode).toBe(3);
        expect(jest.getTimerCount()).toBe(0);
    } finally {
        jest.useRealTimers();
    }
    expect(stderr).toBe("\r\x1b[KNodes and secrets are read: 0 of 2 clusters\r\x1b[K");
});

test.each([
    ["a terminal", true, 500, "\r\x1b[KClusters are assessed: 1 of 2\r\x1b[KClusters are assessed: 2 of 2\r\x1b[K"],
    ["a log", false, 20_000, "Clusters are assessed: 1 of 2\nClusters are assessed: 2 of 2\n"],
    ["a log of a short run", false, 1, ""],
])("a survey of large files shows its progress: %s", async (_, isTTY, step, expected) => {
    let stderr = "";
    let time = NOW;
    const write = (text: string) => {
        stderr += text;
    };
    const now = () => {
        time += step;
        return time;
    };
    const inputs = [{ name: "fleet.json", value: [legacy("a"), legacy("b")] }];
    const io = { ...NO_AZURE, clock: { ...NO_AZURE.clock, now }, stderr: { write, isTTY } };
    expect((await runSurvey({ inputs }, io)).exitCode).toBe(3);
    expect(stderr).toBe(expected);
});

test("no more than so many are read at once, and all are in their order", async () => {
    let running = 0;
    let most = 0;
    const read = async (each: number) => {
        running++;
        most = Math.max(most, running);
        // The later, the sooner.
        for (let turn = 8; turn > each; turn--) {
            await new Promise((resolve) => setImmediate(resolve));
        }
        running--;
        return each * 2;
    };
    expect(await inParallel(3, [1, 2, 3, 4, 5, 6, 7], read)).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(most).toBe(3);
    expect(await inParallel(3, [], read)).toEqual([]);
});

test("survey as CSV has a row for each cluster, in the order of the survey", async () => {
    const { code, stdout } = await command(["survey", "-", "--format", "csv"], { stdin: EVERYTHING });
    expect(code).toBe(6);
    const [columns, ...rows] = stdout.trimEnd().split("\n");
    expect(columns).toMatch(/^position,cluster,resource group,subscription,version,control plane,principal,/);
    expect(rows.map((row) => row.split(",").slice(0, 2))).toEqual([
        ["1", "a"],
        ["2", "b"],
        ["", "managed"],
    ]);
    expect(rows[0]).toContain(`,service principal,${CLIENT_ID},`);
    expect(rows[2]).toContain('KubenetRetires,"enableRBAC: Kubernetes RBAC is off.');
    expect(rows.map((row) => row.split(",").at(-1))).toEqual([idOf("a"), idOf("b"), idOf("managed")]);
    const other = await command(["map", "-", "--format", "csv"], { stdin: "{}" });
    expect(other).toMatchObject({ code: 2, stdout: "" });
});
