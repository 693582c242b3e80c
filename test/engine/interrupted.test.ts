import { type Engine, MANY_RUNS } from "./engine";
import { type Args, type LiveCluster, QUIET, withLiveCluster } from "./liveCluster";
import { codes } from "./transition";

const SYSTEM: Args = { controlPlaneIdentity: { type: "SystemAssigned" as never } };

/** Runs `up`, and presses Ctrl-C once AKS has taken a PUT of the cluster and the provider waits for its end. */
async function interruptedUp({ stack, clock, azure }: Engine): Promise<void> {
    const { sleep } = clock;
    const before = azure.requests().length;
    const isTaken = () =>
        azure
            .requests()
            .slice(before)
            .some(
                ({ method, path, status }) =>
                    method === "PUT" && /\/managedClusters\/[^/]+$/.test(path) && status < 300,
            );
    const ctrlC = new AbortController();
    clock.sleep = async (milliseconds) => {
        if (!isTaken()) {
            return sleep(milliseconds);
        }
        ctrlC.abort();
        // Time stands still until the provider gives up.
        await new Promise(() => {});
    };
    try {
        await expect(stack.up({ signal: ctrlC.signal })).rejects.toThrow("operation was cancelled");
        expect(ctrlC.signal.aborted).toBe(true);
    } finally {
        clock.sleep = sleep;
    }
}

const HOUR = 3_600_000;

/** What follows on Ctrl-C, while AKS goes on: how the next `up` is run. */
const WAYS: Record<string, (live: LiveCluster) => Promise<{ refresh?: boolean }>> = {
    "a refresh once AKS has ended, and up": async ({ stack, clock }) => {
        clock.advance(HOUR);
        await stack.refresh();
        return {};
    },
    "a refresh while AKS goes on, and up": async ({ stack, clock }) => {
        await stack.refresh();
        clock.advance(HOUR);
        return {};
    },
    "up --refresh": async ({ clock }) => {
        clock.advance(HOUR);
        return { refresh: true };
    },
};

const CHANGES = {
    "an identity": {
        first: SYSTEM,
        change: (principalId: string): Args => ({
            controlPlaneIdentity: { formerPrincipalId: principalId },
            kubeletIdentity: { type: "AksManaged" as never },
        }),
        comesTo: { identity: { type: "UserAssigned" } },
    },
    "tags and a label of the system pool": {
        first: { tags: { team: "shop" } },
        change: (): Args => ({
            tags: { team: "shop", tier: "gold" },
            systemNodePool: { nodeLabels: { tier: "gold" } } as never,
        }),
        comesTo: {
            tags: { team: "shop", tier: "gold" },
            properties: {
                agentPoolProfiles: [{ tags: { team: "shop", tier: "gold" }, nodeLabels: { tier: "gold" } }],
            },
        },
    },
};

describe.each(Object.entries(CHANGES))("Ctrl-C while AKS changes %s", (_, { first, change, comesTo }) => {
    test.each(Object.entries(WAYS))(
        "%s: converges, and replaces nothing",
        async (_way, follow) => {
            await withInterrupted(first, change, async (live) => {
                const options = await follow(live);
                expect((await live.preview(options)).said).toBe("");
                await live.up(options);
                expect(await live.cluster()).toMatchObject(comesTo);
                expect(await live.preview()).toEqual(QUIET);
            });
        },
        MANY_RUNS,
    );
});

test.each(Object.entries(CHANGES))(
    "Ctrl-C while AKS changes %s, and up: nothing is sent, and the error says what to do",
    async (_, { first, change, comesTo }) => {
        await withInterrupted(first, change, async (live) => {
            live.clock.advance(HOUR);
            const before = live.azure.requests().length;
            const { said } = await live.preview();
            expect(codes(said)).toEqual(["OutdatedState"]);
            await expect(live.up()).rejects.toThrow(/Run `pulumi up --refresh`.*\(OutdatedState/);
            const writes = live.azure
                .requests()
                .slice(before)
                .filter(({ method }) => method !== "GET" && method !== "POST");
            expect(writes).toEqual([]);
            await live.up({ refresh: true });
            expect(await live.cluster()).toMatchObject(comesTo);
        });
    },
);

/** A cluster whose change was interrupted. At the end nothing was deleted. */
async function withInterrupted(
    first: Args,
    change: (principalId: string) => Args,
    use: (live: LiveCluster) => Promise<void>,
): Promise<void> {
    const interrupt = async (live: LiveCluster) => {
        const { identity } = (await live.cluster()) as { identity: { principalId: string } };
        live.say(change(identity.principalId));
        await interruptedUp(live);
        await use(live);
        expect(live.azure.requests().filter(({ method }) => method === "DELETE")).toEqual([]);
    };
    await withLiveCluster(first, interrupt, undefined, { operationSeconds: 60 });
}
