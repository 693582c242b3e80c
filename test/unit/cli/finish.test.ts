import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FaultRule } from "../../../local-azure/contract";
import {
    control,
    principalContent,
    principalsOf,
    servicePrincipal,
    settled,
    systemAssigned,
} from "../../local-azure/aksHelpers";
import { assign, clusterPath, makeGroup, makeIdentity, putRole, reader, TestAzure } from "../../local-azure/harness";
import { command, type Live, type Surroundings } from "./command";
import { liveAzure } from "./liveAzure";

/** AKS takes as long for each of its operations. */
const SECONDS = 60;
const [OLD, NEW] = ["AKSUbuntu-2204gen2containerd-202306.19.0", "AKSUbuntu-2204gen2containerd-202306.26.0"];

const pool = (name: string, mode: string, count: number) => ({ name, mode, count, vmSize: "Standard_D4ds_v5" });
const CLUSTER = principalContent({
    ...servicePrincipal,
    agentPoolProfiles: [pool("batch", "User", 2), pool("system", "System", 1), pool("web", "User", 3)],
});

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: SECONDS });
    await makeGroup(azure);
    await settled(azure, CLUSTER);
});
afterEach(() => azure.stop());

const migrate = () => settled(azure, { ...CLUSTER, identity: systemAssigned });
const publishImage = () => control(azure, "nodeImage");
const addFaults = (...rules: FaultRule[]) =>
    azure.post("/local-azure/faults", { body: rules, token: null, apiVersion: null });
const clusterId = () => `${azure.subscription}/${clusterPath()}`;
const upgrade = (name: string) => azure.post(`${clusterPath()}/agentPools/${name}/upgradeNodeImageVersion`);

/** Runs `finish` on the cluster. */
function finish(argv: string[] = [], live: Partial<Live> = {}, more: Surroundings = {}) {
    return command(["finish", clusterId(), ...argv], { live: { ...liveAzure(azure), ...live }, ...more });
}

/** The same, with the exit code and the data of the report alone. */
async function finished(argv: string[] = [], live: Partial<Live> = {}) {
    const { code, stdout, stderr } = await finish([...argv, "--format", "json"], live);
    if (stdout === "") {
        throw new Error(stderr);
    }
    const { pools, stopped } = JSON.parse(stdout);
    return { code, pools: statuses(pools), ...(stopped && { stopped }), data: pools, stderr };
}

const statuses = (pools: { name: string; status: string }[]) => pools.map(({ name, status }) => `${name} ${status}`);
const all = (status: string) => [`batch ${status}`, `system ${status}`, `web ${status}`];

/** The upgrades that were requested, with the answers: `batch 202`. */
const requested = () =>
    azure.server
        .requests()
        .filter(({ path }) => path.endsWith("/upgradeNodeImageVersion"))
        .map(({ path, status }) => `${path.split("/").at(-2)} ${status}`);

/** A clock that does something before it waits for the nth time, from 1. */
function clockWith(actions: Record<number, () => unknown>): Pick<Live, "clock"> {
    const { clock } = liveAzure(azure);
    let count = 0;
    return {
        clock: {
            ...clock,
            wait: async (seconds, signal) => {
                await actions[++count]?.();
                await clock.wait(seconds, signal);
            },
        },
    };
}

test("every pool is upgraded, one at a time, and its nodes then act as the cluster's identity", async () => {
    await migrate();
    await publishImage();
    const kubelet = (await azure.get(clusterPath())).body.properties.identityProfile.kubeletidentity;
    const registry = await azure.put("resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/images", {
        location: "westus2",
        sku: { name: "Premium" },
    });
    await control(azure, "workload", { registries: [registry.body.id] });
    const nodesActAs = async () => principalsOf(await azure.jobs("c1"), "kubelet");
    expect(await nodesActAs()).not.toEqual([kubelet?.objectId]);
    expect(await finish()).toEqual({
        code: 0,
        stdout: `Nodes of c1

✓ All nodes use the identity of the cluster.

pool    result      identity of the nodes  image                                                                                time
batch   ✓ upgraded  previous → current     ${OLD} → ${NEW}  1 min
system  ✓ upgraded  previous → current     ${OLD} → ${NEW}  1 min
web     ✓ upgraded  previous → current     ${OLD} → ${NEW}  1 min

Next steps

If the cluster used a service principal before: remove controlPlaneIdentity.formerServicePrincipalClientId from the program and run \`pulumi up\`. Without this package, delete the role assignments of the service principal, unless another cluster uses it.
`,
        stderr: `c1: upgrades the node image of batch, system, web, one pool at a time. Ctrl-C ends this command; AKS continues the upgrades that it has started.
batch: upgrade started
batch: 0 of 2 nodes upgraded
batch: upgraded (1 min)
system: upgrade started
system: 0 of 1 nodes upgraded
system: upgraded (1 min)
web: upgrade started
web: 0 of 3 nodes upgraded
web: upgraded (1 min)
`,
    });
    // AKS answers 409 to one that starts before the other has ended.
    expect(requested()).toEqual(["batch 202", "system 202", "web 202"]);
    expect(await nodesActAs()).toEqual([kubelet?.objectId]);
    expect(await finished()).toMatchObject({ code: 0, pools: all("current"), stderr: "" });
    expect(requested()).toHaveLength(3);
});

test("a dry run writes nothing", async () => {
    await migrate();
    await publishImage();
    const count = azure.server.requests().length;
    const { code, stdout, stderr } = await finish(["--dry-run"]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toContain(
        "Dry run: nothing was changed. These pools would be upgraded, one at a time: batch, system, web.",
    );
    const methods = azure.server
        .requests()
        .slice(count)
        .map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(["GET"]));
    expect((await finished(["--dry-run", "--pool", "web"])).pools).toEqual(all("pending"));
});

test("selected pools alone are upgraded", async () => {
    await migrate();
    await publishImage();
    expect(await finished(["--pool", "Web", "--pool", "system"])).toMatchObject({
        code: 3,
        pools: ["batch pending", "system current", "web current"],
    });
    expect(requested()).toEqual(["system 202", "web 202"]);
    expect(await finish(["--pool", "x"])).toMatchObject({ code: 2, stdout: "" });
});

test("a cluster with a service principal is rejected", async () => {
    await publishImage();
    expect(await finished()).toMatchObject({ code: 4, stopped: { reason: "servicePrincipal" }, stderr: "" });
    expect(requested()).toEqual([]);
});

test("without a newer image nothing is started, and the next image is taken", async () => {
    await migrate();
    expect(await finished()).toMatchObject({ code: 3, pools: all("noNewerImage"), stderr: "" });
    expect(requested()).toEqual([]);
    await publishImage();
    expect(await finished()).toMatchObject({ code: 0, pools: all("current") });
});

test("an image that is published meanwhile is taken", async () => {
    await migrate();
    await publishImage();
    const { data } = await finished([], clockWith({ 2: publishImage }));
    const [batch, system, web] = data.map(({ image }: { image: { after: string } }) => image.after);
    expect(batch).toBe(NEW);
    expect(system).toBe(web);
    expect(system).not.toBe(NEW);
});

test("a pool that fails stops the run, which the next one resumes", async () => {
    await migrate();
    await publishImage();
    await addFaults({
        kind: "operation-fails",
        path: "system/upgradeNodeImageVersion",
        code: "Quota",
        message: "No cores.",
    });
    const { data, ...failed } = await finished();
    expect(failed).toMatchObject({ code: 4, pools: ["batch current", "system failed", "web pending"] });
    expect(data[1]).toMatchObject({ identity: { before: "previous", after: "mixed" }, detail: "Quota: No cores." });
    expect(failed.stderr).toContain("system: the upgrade has failed (1 min)\n");
    expect(requested()).toEqual(["batch 202", "system 202"]);
    expect(await finished()).toMatchObject({ code: 0, pools: all("current") });
    expect(requested()).toEqual(["batch 202", "system 202", "system 202", "web 202"]);
});

test("an error of an operation that is in progress is not a failure", async () => {
    await migrate();
    await publishImage();
    await addFaults({ kind: "operation-stumbles", path: "upgradeNodeImageVersion", code: "Odd", times: "always" });
    expect(await finished()).toMatchObject({ code: 0, pools: all("current") });
});

test("what AKS does to the cluster otherwise is waited for", async () => {
    await migrate();
    // Without a newer image that changes nothing, and takes its time.
    await upgrade("web");
    await publishImage();
    const { code, stderr } = await finish();
    expect({ code, requested: requested() }).toEqual({
        code: 0,
        requested: ["web 202", "batch 202", "system 202", "web 202"],
    });
    expect(stderr).toContain("waiting: AKS is changing pool web (Updating)\nbatch: upgrade started\n");
});

test.each<[string, FaultRule[], string]>([
    ["409", [{ kind: "error", status: 409, code: "OperationNotAllowed", message: "Busy.", method: "POST" }], "Busy."],
    [
        "429",
        [{ kind: "throttle", method: "POST", retryAfterSeconds: 0, times: 3, message: "Too many requests." }],
        "Too many requests.",
    ],
])("%s to an upgrade: it is requested again later", async (status, faults, detail) => {
    await migrate();
    await publishImage();
    await addFaults(...faults);
    const { code, stderr } = await finish();
    expect(code).toBe(0);
    expect(stderr).toContain(
        `waiting: Azure does not yet start the upgrade of pool batch (${detail})\nbatch: upgrade started\n`,
    );
    const refusals = requested().filter((each) => each.endsWith(status));
    expect(requested()).toEqual([...refusals, "batch 202", "system 202", "web 202"]);
    expect(refusals.length).toBeGreaterThan(0);
});

test("an answer that gets lost: the upgrade has begun, and is waited for", async () => {
    await migrate();
    await publishImage();
    await addFaults({ kind: "reset", when: "after", method: "POST", path: "batch/upgradeNodeImageVersion" });
    expect(await finished()).toMatchObject({ code: 0, pools: all("current") });
    expect(requested()).toEqual(["batch 0", "batch 409", "system 202", "web 202"]);
});

test("reads that are throttled for a while end nothing", async () => {
    await migrate();
    await publishImage();
    const throttled: FaultRule = {
        kind: "throttle",
        method: "GET",
        path: "managedClusters/c1",
        retryAfterSeconds: 0,
        times: 6,
    };
    const operations: FaultRule = { ...throttled, path: "**/operations/*", times: 3 };
    expect(await finished([], clockWith({ 1: () => addFaults(throttled, operations) }))).toMatchObject({
        code: 0,
        pools: all("current"),
    });
    const struck = azure.server.requests().filter(({ fault }) => fault === "throttle");
    expect(struck).toHaveLength(9);
});

/** A caller with these roles alone: a token of theirs for each request. */
async function callerWith(...roles: [role: string, scope: string][]): Promise<Pick<Live, "azure">> {
    const { properties } = await makeIdentity(azure, "caller");
    for (const [role, scope] of roles) {
        await assign(azure, role, properties.principalId, scope);
    }
    const { azure: connect } = liveAzure(azure, { principal_id: properties.principalId });
    return { azure: connect };
}

test("403 to an upgrade: the permission is named", async () => {
    await migrate();
    await publishImage();
    const { stderr, ...refused } = await finished([], await callerWith([reader, azure.subscription]));
    expect(refused).toMatchObject({ code: 4, pools: all("pending"), stopped: { reason: "refused" } });
    expect(refused.stopped.message).toMatch(
        /^Azure refuses to upgrade pool batch\. POST \S+\/batch\/upgradeNodeImageVersion: 403 AuthorizationFailed: .* It requires the action Microsoft\.ContainerService\/managedClusters\/agentPools\/upgradeNodeImageVersion\/action, for example of the role Azure Kubernetes Service Contributor Role on the cluster\.$/,
    );
});

const AKS_CONTRIBUTOR = "ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8";

test("403 to the scale sets: nothing can be told, and nothing is upgraded", async () => {
    await migrate();
    await publishImage();
    const { data, ...unknown } = await finished([], await callerWith([AKS_CONTRIBUTOR, clusterId()]));
    expect(unknown).toMatchObject({ code: 6, pools: all("unknown") });
    expect(data[0].detail).toContain("403 AuthorizationFailed");
    expect(requested()).toEqual([]);
});

test("the permissions that the page names are enough", async () => {
    await migrate();
    await publishImage();
    const group = `${azure.subscription}/resourceGroups/MC_rg_c1_westus2`;
    const caller = await callerWith([AKS_CONTRIBUTOR, clusterId()], [reader, group]);
    expect(await finished([], caller)).toMatchObject({ code: 0, pools: all("current") });
});

test("the permission that is named is the one that is missing", async () => {
    await migrate();
    await publishImage();
    const role = "11111111-2222-4333-8444-555555555555";
    await putRole(azure, role, "Upgrades", [
        "Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action",
    ]);
    const caller = await callerWith([reader, azure.subscription], [role, clusterId()]);
    expect(await finished([], caller)).toMatchObject({ code: 0, pools: all("current") });
});

test("an upgrade that hangs: the command ends after the time without a change", async () => {
    await migrate();
    await publishImage();
    await addFaults({ kind: "operation-hangs", path: "upgradeNodeImageVersion" });
    expect(await finished(["--timeout", "30"])).toMatchObject({
        code: 4,
        pools: ["batch upgrading", "system pending", "web pending"],
        stopped: {
            reason: "timeout",
            message:
                "Nothing has changed for 30 min. Last state: batch: 0 of 2 nodes upgraded. AKS continues the operation that it has started.",
        },
    });
    expect(await finish(["--timeout", "0"])).toMatchObject({ code: 2, stdout: "" });
});

test("a cluster that is deleted meanwhile can no longer be read", async () => {
    await migrate();
    await publishImage();
    const { code, stopped } = await finished([], clockWith({ 4: () => azure.delete(clusterPath()) }));
    expect({ code, stopped }).toEqual({
        code: 6,
        stopped: {
            reason: "unreadable",
            message: `The cluster can no longer be read. There is no cluster ${clusterId().replace("resourceGroups", "resourcegroups")} (ResourceNotFound). Check the name, the resource group and the subscription.`,
        },
    });
});

test("on a terminal one line is rewritten", async () => {
    await migrate();
    await publishImage();
    const { stderr } = await finish(["--pool", "web"], {}, { terminal: 100, env: { NO_COLOR: "1" } });
    expect(stderr.split("\r\x1b[K").map((line) => line.trimEnd())).toEqual([
        "",
        expect.stringMatching(/^c1: upgrades the node image of web, /),
        "web: upgrade started",
        "[....................] web: 0 of 3 nodes upgraded (30 s)",
        "web: upgraded (1 min)",
        "",
    ]);
    expect(stderr.split("\n")).toHaveLength(3);
});

test("whenever a run is killed, the next one continues, and requests no upgrade twice", async () => {
    for (const nth of [1, 2, 3, 4, 5, 6]) {
        await azure.stop();
        azure = await TestAzure.start({ operationSeconds: SECONDS });
        await makeGroup(azure);
        await settled(azure, CLUSTER);
        await migrate();
        await publishImage();
        const kill = () => {
            throw new Error("killed");
        };
        expect(await finish([], clockWith({ [nth]: kill }))).toMatchObject({ code: 1, stdout: "" });
        expect(await finished()).toMatchObject({ code: 0, pools: all("current") });
        expect(requested()).toEqual(["batch 202", "system 202", "web 202"]);
    }
});

/** The program itself, in a process of its own, until it has printed this line. */
async function programUntil(line: string): Promise<{ child: ChildProcess; stdout: () => string }> {
    const script = ["--import", "tsx", join(__dirname, "../../../src/cli/main.ts"), "finish", clusterId()];
    const child = spawn(process.execPath, script, {
        env: { ...process.env, ...azure.server.ready.env },
        stdio: "pipe",
    });
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
        printed.stdout += chunk;
    });
    await new Promise<void>((resolve, reject) => {
        child.stderr.on("data", (chunk) => {
            printed.stderr += chunk;
            if (printed.stderr.includes(line)) {
                resolve();
            }
        });
        child.on("close", () => reject(new Error(`It has ended: ${printed.stderr}`)));
    });
    return { child, stdout: () => printed.stdout };
}

test("kill -9 of the program: the next run waits for the upgrade, and continues", async () => {
    await migrate();
    await publishImage();
    const { child } = await programUntil("batch: upgrade started\n");
    child.kill("SIGKILL");
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
    expect(requested()).toEqual(["batch 202"]);
    expect(await finished()).toMatchObject({ code: 0, pools: all("current") });
    expect(requested()).toEqual(["batch 202", "system 202", "web 202"]);
});

test.each<NodeJS.Signals>(["SIGINT", "SIGTERM"])(
    "%s ends the program with a report, not the upgrade",
    async (signal) => {
        await migrate();
        await publishImage();
        const { child, stdout } = await programUntil("batch: upgrade started\n");
        child.kill(signal);
        expect(await once(child, "close")).toEqual([4, null]);
        expect(stdout()).toContain("\n… Interrupted. AKS continues the upgrade of pool batch.\n");
        azure.advance(SECONDS);
        expect((await finished(["--dry-run"])).pools).toEqual(["batch current", "system pending", "web pending"]);
    },
);
