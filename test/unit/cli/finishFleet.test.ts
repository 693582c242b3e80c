import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import Ajv from "ajv";
import schema from "../../../src/migration/schemas/finish.v1.json";
import { control, principalContent, servicePrincipal, settled, systemAssigned } from "../../local-azure/aksHelpers";
import { clusterPath, makeGroup, TestAzure } from "../../local-azure/harness";
import { command, type Live, withFiles } from "./command";
import { liveAzure } from "./liveAzure";

/** AKS takes as long for each of its operations. */
const SECONDS = 60;
const pool = (name: string, mode: string) => ({ name, mode, count: 1, vmSize: "Standard_D4ds_v5" });
const CLUSTER = principalContent({
    ...servicePrincipal,
    agentPoolProfiles: [pool("system", "System"), pool("web", "User")],
});

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: SECONDS });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const idOf = (name: string) => `${azure.subscription}/${clusterPath(name)}`;

/** Clusters that have just left their service principal, with a newer image for their nodes. Returns their names. */
async function migrated(count: number): Promise<string[]> {
    const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
    for (const name of names) {
        await settled(azure, CLUSTER, name);
        await settled(azure, { ...CLUSTER, identity: systemAssigned }, name);
        await control(azure, "nodeImage", {}, name);
    }
    return names;
}

/** The upgrades that were requested, with the answers: `c1/web 202`. */
const requested = () =>
    azure.server
        .requests()
        .filter(({ path }) => path.endsWith("/upgradeNodeImageVersion"))
        .map(({ path, status }) => `${path.split("/").at(-4)}/${path.split("/").at(-2)} ${status}`);

const onceEach = (names: string[]) => names.flatMap((name) => [`${name}/system 202`, `${name}/web 202`]);

/** Runs `finish` on clusters. */
async function finish(names: string[], argv: string[] = [], live: Partial<Live> = {}) {
    return command(["finish", ...names.map(idOf), ...argv], { live: { ...liveAzure(azure), ...live } });
}

/** The same, with the status of the pools of each cluster. */
async function finished(names: string[], argv: string[] = [], live: Partial<Live> = {}) {
    const { code, stdout, stderr } = await finish(names, [...argv, "--format", "json"], live);
    const report = JSON.parse(stdout || JSON.stringify(stderr));
    const validate = new Ajv().compile(schema);
    expect(validate(report) || validate.errors).toBe(true);
    const pools = report.clusters.map((cluster: { pools: { status: string }[] }) =>
        cluster.pools.map(({ status }) => status).join(" "),
    );
    return { code, pools, clusters: report.clusters, stderr };
}

test("a fleet of 40, killed with kill -9 half-way: the next run continues, and no pool is upgraded twice", async () => {
    const names = await migrated(40);
    const survey = JSON.stringify({ kind: "survey", clusters: names.map((name) => ({ id: idOf(name) })) });
    await withFiles({ "survey.json": survey }, async (folder) => {
        const fleet = ["finish", "--from", join(folder, "survey.json")];
        const script = ["--import", "tsx", join(__dirname, "../../../src/cli/main.ts"), ...fleet, "--parallel", "20"];
        const child = spawn(process.execPath, script, {
            env: { ...process.env, ...azure.server.ready.env },
            stdio: ["ignore", "ignore", "pipe"],
        });
        let stderr = "";
        child.stderr.on("data", (chunk) => {
            stderr += chunk;
            if (stderr.split("upgrade started").length > 20) {
                child.kill("SIGKILL");
            }
        });
        expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
        const half = names.slice(0, 20).map((name) => `${name}/system 202`);
        expect(requested().sort()).toEqual(half.sort());

        const resumed = await command([...fleet, "--parallel", "8", "--format", "json"], { live: liveAzure(azure) });
        expect(resumed).toMatchObject({ code: 0 });
        const { clusters } = JSON.parse(resumed.stdout);
        expect(clusters.map(({ cluster }: { cluster: string }) => cluster.split("/").at(-1))).toEqual(names);
        expect(requested().sort()).toEqual(onceEach(names).sort());
        expect(resumed.stderr).toContain("\n40/40 c40: ended. 40 of 40 clusters have ended.\n");
    });
});

test("clusters are upgraded one after the other, with their places in the progress", async () => {
    const names = await migrated(2);
    expect(await finish(names)).toEqual({
        code: 0,
        stdout: `Nodes of 2 clusters

✓ In 2 of 2 clusters all nodes use the identity of the cluster.

cluster  pools   result
c1       2 of 2  ✓ All nodes use the identity of the cluster.
c2       2 of 2  ✓ All nodes use the identity of the cluster.

Next steps

If the cluster used a service principal before: remove controlPlaneIdentity.formerServicePrincipalClientId from the program and run \`pulumi up\`. Without this package, delete the role assignments of the service principal, unless another cluster uses it.
`,
        stderr: `2 clusters, 1 at a time. Ctrl-C ends this command; AKS continues the upgrades that it has started.
1/2 c1: upgrades the node image of system, web, one pool at a time
1/2 c1: system: upgrade started
1/2 c1: system: 0 of 1 nodes upgraded
1/2 c1: system: upgraded (1 min)
1/2 c1: web: upgrade started
1/2 c1: web: 0 of 1 nodes upgraded
1/2 c1: web: upgraded (1 min)
1/2 c1: ended. 1 of 2 clusters have ended.
2/2 c2: upgrades the node image of system, web, one pool at a time
2/2 c2: system: upgrade started
2/2 c2: system: 0 of 1 nodes upgraded
2/2 c2: system: upgraded (1 min)
2/2 c2: web: upgrade started
2/2 c2: web: 0 of 1 nodes upgraded
2/2 c2: web: upgraded (1 min)
2/2 c2: ended. 2 of 2 clusters have ended.
`,
    });
    expect(requested()).toEqual(onceEach(names));
});

test("--no-wait starts as many upgrades as --parallel says, those of earlier runs included", async () => {
    const names = await migrated(3);
    const start = () => finished(names, ["--no-wait", "--parallel", "2"]);
    const { code, pools } = await start();
    expect({ code, pools }).toEqual({
        code: 3,
        pools: ["upgrading pending", "upgrading pending", "pending pending"],
    });
    expect(requested()).toEqual(["c1/system 202", "c2/system 202"]);
    // Both go on.
    expect((await start()).pools).toEqual(pools);
    expect(requested()).toHaveLength(2);
    for (let run = 0; run < 2; run++) {
        azure.advance(SECONDS);
        await start();
    }
    expect(requested()).toEqual(["c1/system 202", "c2/system 202", "c1/web 202", "c2/web 202", "c3/system 202"]);
    azure.advance(SECONDS);
    expect(await finished(names)).toMatchObject({ code: 0 });
    expect(requested().sort()).toEqual(onceEach(names));
    const alone = await finish(names.slice(0, 1), ["--no-wait"]);
    expect(alone).toMatchObject({ code: 0, stderr: "" });
});

test("what one cluster cannot do stops no other one, and a dry run starts nothing", async () => {
    const names = await migrated(3);
    await settled(azure, CLUSTER, "c4");
    await azure.post("/local-azure/faults", {
        body: [
            {
                kind: "operation-fails",
                path: "c1/agentPools/system/upgradeNodeImageVersion",
                code: "Quota",
                message: "No cores.",
            },
        ],
        token: null,
        apiVersion: null,
    });
    const all = [...names, "none", "c4"];
    const dry = await finish(all, ["--dry-run"]);
    expect(dry).toMatchObject({ code: 6, stderr: "" });
    expect(dry.stdout).toContain(
        "c2       0 of 2  … Dry run: nothing was changed. These pools would be upgraded, one at a time: system, web.\n",
    );
    expect(requested()).toEqual([]);

    const { code, pools, clusters } = await finished(all, ["--parallel", "2"]);
    expect(code).toBe(6);
    expect(pools).toEqual(["failed pending", "current current", "current current", "", "current current"]);
    expect(clusters.slice(3).map((each: { stopped: { reason: string } }) => each.stopped.reason)).toEqual([
        "unreadable",
        "servicePrincipal",
    ]);
    const { stdout } = await finish(all, ["--dry-run"]);
    expect(stdout).toContain("? There is no cluster ");
    expect(stdout).toContain("\nc4       2 of 2  ✗ The cluster uses a service principal");
    expect(stdout).toContain("Run this command without --dry-run.");
});

test("an interruption ends the run; clusters that have not had their turn stay as they are", async () => {
    const names = await migrated(3);
    const interruption = new AbortController();
    const { clock } = liveAzure(azure);
    const { code, clusters, pools } = await finished(names, [], {
        interruption: () => interruption.signal,
        clock: { ...clock, wait: async () => interruption.abort() },
    });
    expect({ code, pools }).toEqual({ code: 4, pools: ["upgrading pending", "", ""] });
    expect(clusters[2].stopped).toEqual({ reason: "interrupted", message: "Interrupted before its turn." });
    expect(requested()).toEqual(["c1/system 202"]);
});

test.each([
    [[], "finish takes either resource ids of clusters or, with --from, a survey."],
    [["c1", "--from", "survey.json"], "finish takes either resource ids of clusters or, with --from, a survey."],
    [["/c1", "/c2", "--pool", "web"], "--pool is for one cluster: several clusters can have pools of one name."],
    [["c1", "--parallel", "1.5"], "Expected a whole number greater than 0."],
])("finish %j", async (argv, message) => {
    const { code, stdout, stderr } = await command(["finish", ...argv], { live: liveAzure(azure) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
});
