import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { LoggedRequest } from "../../local-azure/contract";
import { type MovableClock, virtualClock } from "../../local-azure/kernel/clock";
import { withFleetExample } from "../../scripts/fleetExample";

/** Windows has no process groups to interrupt. */
const withGroups = process.platform === "win32" ? test.skip : test;

test("a cluster that fails stops no other, and a second run finishes it alone", async () => {
    const fault = {
        kind: "error",
        method: "PUT",
        pathRegExp: "/resourceGroups/north[^/]*/providers/Microsoft.ContainerService/managedClusters/[^/]+$",
        status: 400,
        code: "ErrCode_InsufficientVCPUQuota",
        message: "There are 0 vCPUs left in northeurope.",
    } as const;
    await withFleetExample({ clock: virtualClock(), faults: [fault] }, async ({ azure, run }) => {
        const first = await run(["up", "--parallel", "2"]);
        expect(summaryOf(first.output)).toEqual([
            ["west", "succeeded", "11 create"],
            ["north", "failed", "7 create"],
            ["sweden", "succeeded", "11 create"],
        ]);
        expect(first.output.match(/^north: .*Message=.*/gm)).toEqual([
            `north: aks-cluster: Status=400 Code="${fault.code}" Message="${fault.message}"`,
        ]);
        expect(first.output).not.toContain("update failed");
        expect(first.code).toBe(1);
        expect(mostAtATime(first.output)).toBe(2);
        expect(mostOverlapping(azure.requests())).toBeLessThanOrEqual(2);

        const before = azure.requests().length;
        const second = await run(["up", "--continue"]);
        expect(summaryOf(second.output)).toEqual([
            ["west", "done before", "none"],
            ["north", "succeeded", "1 create"],
            ["sweden", "done before", "none"],
        ]);
        expect(second.code).toBe(0);
        expect([...new Set(azure.requests().slice(before).flatMap(clusterOf))]).toEqual(["north"]);
    });
});

test("a cluster with wrong arguments fails alone, although its program throws", async () => {
    const shared = { location: "westeurope", vmSize: "Standard_D4ds_v5" };
    const clusters = [
        { ...shared, name: "west", addressPrefix: "10.1.0.0/20" },
        { ...shared, name: "north", addressPrefix: "10.2.0.0/20", nodeCount: 0 },
    ];
    await withFleetExample({ clock: virtualClock() }, async ({ azure, write, run }) => {
        await write(clusters);
        const { code, output } = await run(["preview"]);
        expect(summaryOf(output)).toEqual([
            ["west", "succeeded", "11 create"],
            ["north", "failed", expect.any(String)],
        ]);
        expect(output.match(/systemNodePool\.count is 0/g)).toHaveLength(1);
        expect(code).toBe(1);
        expect(azure.requests().filter(({ method }) => method === "PUT")).toEqual([]);
    });
});

withGroups("an interrupted run ends in order: it starts no further stack, and leaves none locked", async () => {
    const { clock, held, release } = holdingClock();
    const faults = [{ kind: "slow", method: "PUT", path: "managedClusters/*", seconds: HOLD_SECONDS } as const];
    await withFleetExample({ clock, faults }, async ({ state, run }) => {
        const { code, output } = await run(["up", "west", "north", "--parallel", "1"], held);
        release();
        expect(summaryOf(output)).toEqual([
            ["west", "failed", "7 create"],
            ["north", "not started", "none"],
        ]);
        expect(code).toBe(1);
        const files = await readdir(join(state, ".pulumi"), { recursive: true, withFileTypes: true });
        expect(files.filter((file) => file.isFile() && file.parentPath.includes("locks"))).toEqual([]);
    });
});

test.each([
    [["apply"], "npm run fleet -- <preview|up|destroy>"],
    [["up", "--parallel", "0"], "--parallel must be a number of stacks, 1 or more, not 0."],
    [["up", "south"], 'fleet.json: there is no cluster "south".'],
])("%j is refused before anything happens", async (args, message) => {
    await withFleetExample({ clock: virtualClock() }, async ({ azure, run }) => {
        const { code, output } = await run(args);
        expect(output).toContain(message);
        expect(code).toBe(1);
        expect(azure.requests()).toEqual([]);
    });
});

const HOLD_SECONDS = 3600;

/** A clock on which a sleep of so many seconds lasts until it is released. */
function holdingClock(): { clock: MovableClock; held: Promise<void>; release: () => void } {
    const clock = virtualClock();
    const [held, released] = [signal(), signal()];
    const sleep = (ms: number) => {
        if (ms !== HOLD_SECONDS * 1000) return clock.sleep(ms);
        held.give();
        return released.given;
    };
    return { clock: { ...clock, sleep }, held: held.given, release: released.give };
}

function signal(): { given: Promise<void>; give: () => void } {
    let give = () => {};
    const given = new Promise<void>((resolve) => {
        give = resolve;
    });
    return { given, give };
}

/** Rows of the summary but for the seconds: stack, result, changes. */
function summaryOf(output: string): string[][] {
    const [, ...rows] = output.slice(output.indexOf("\nstack ")).trim().split("\n\n")[0]?.split("\n") ?? [];
    return rows.map((row) => row.split(/ {2,}/).slice(0, 3));
}

/** How many stacks have started and not ended, by what the command prints. */
function mostAtATime(output: string): number {
    const running = new Set<string>();
    const counts = [...output.matchAll(/^(\w+): (up$|(?:succeeded|failed) in )/gm)].map(([, name = "", text]) => {
        if (text === "up") {
            running.add(name);
        } else {
            running.delete(name);
        }
        return running.size;
    });
    return Math.max(...counts);
}

/** How many clusters are between their first and their last request at once, by the log of Azure. */
function mostOverlapping(requests: readonly LoggedRequest[]): number {
    const names = requests.map(clusterOf);
    const spans = ["west", "north", "sweden"].map((name) => {
        const own = names.flatMap((found, index) => (found.includes(name) ? [index] : []));
        return { first: Math.min(...own), last: Math.max(...own) };
    });
    return Math.max(
        ...spans.map(({ first: at }) => spans.filter(({ first, last }) => first <= at && at <= last).length),
    );
}

/** The cluster whose resource group a request is about. */
function clusterOf({ path }: LoggedRequest): string[] {
    const [, name] = /\/resourceGroups\/(west|north|sweden)/i.exec(path) ?? [];
    return name ? [name] : [];
}
