import { realClock, virtualClock } from "../../local-azure/kernel/clock";
import { requestDurations } from "../../local-azure/kernel/durations";
import { services } from "../../local-azure/services";
import { assign, clusterContent, clusterPath, makeGroup, makeIdentity, reader, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure?.stop());

test("a sleeper on the machine's clock wakes when time is moved past its end, and not before", async () => {
    const clock = realClock();
    const woken: string[] = [];
    const long = clock.sleep(100 * 24 * 3600_000).then(() => woken.push("long"));
    const longer = clock.sleep(200 * 24 * 3600_000).then(() => woken.push("longer"));
    const before = clock.now();
    clock.advance(150 * 24 * 3600_000);
    await long;
    expect(woken).toEqual(["long"]);
    expect(clock.now() - before).toBeGreaterThanOrEqual(150 * 24 * 3600_000);
    clock.advance(50 * 24 * 3600_000);
    await longer;
});

test("on a virtual clock what waits 10 s wakes before what waits 600 s, and can wait again in between", async () => {
    const clock = virtualClock(0);
    const woken: [who: string, seconds: number][] = [];
    const note = (who: string) => woken.push([who, clock.now() / 1000]);
    const poll = async () => {
        for (let times = 0; times < 4; times++) {
            await clock.sleep(10_000);
            note("poll");
        }
    };
    await Promise.all([
        clock.sleep(600_000).then(() => note("role")),
        poll(),
        clock.sleep(15_000).then(() => note("id")),
    ]);
    expect(woken).toEqual([
        ["poll", 10],
        ["id", 15],
        ["poll", 20],
        ["poll", 30],
        ["poll", 40],
        ["role", 600],
    ]);
});

test.each([["virtual", virtualClock()] as const, ["real", realClock()] as const])(
    "who sleeps on a %s clock wakes in the order of time when it is moved past several ends",
    async (_, clock) => {
        const woken: number[] = [];
        const sleepers = [300_000, 100_000, 200_000].map((ms) => clock.sleep(ms).then(() => woken.push(ms)));
        clock.advance(400_000);
        await Promise.all(sleepers);
        expect(woken).toEqual([100_000, 200_000, 300_000]);
    },
);

const control = (method: string, body?: unknown) =>
    azure.send(method, "/local-azure/clock", {
        token: null,
        apiVersion: null,
        ...(body !== undefined && { body }),
    });

test("the clock is read and moved over HTTPS", async () => {
    azure = await TestAzure.start({ operationSeconds: 300 });
    expect((await control("GET")).body).toEqual({ now: "2026-01-01T00:00:00.000Z", advanceable: true });
    await makeGroup(azure);
    await azure.put(clusterPath(), clusterContent());
    expect((await control("POST", { advanceSeconds: 300 })).body).toMatchObject({
        now: "2026-01-01T00:05:00.000Z",
    });
    expect((await azure.get(clusterPath())).body.properties.provisioningState).toBe("Succeeded");
});

test.each([{}, { advanceSeconds: -1 }, { advanceSeconds: "60" }, { advanceSeconds: 1e12 }, []])(
    "the clock does not move by %j",
    async (body) => {
        azure = await TestAzure.start();
        const { status, body: answer } = await control("POST", body);
        expect([status, answer.error.code]).toEqual([400, "InvalidRequestContent"]);
        expect(azure.clock.now()).toBe(Date.UTC(2026, 0, 1));
    },
);

test("a clock that cannot be moved says so", async () => {
    const { now, sleep } = virtualClock();
    azure = await TestAzure.start({ clock: { now, sleep } });
    expect((await control("GET")).body).toMatchObject({ advanceable: false });
    const { status, body } = await control("POST", { advanceSeconds: 1 });
    expect([status, body.error.code]).toEqual([409, "ClockNotAdvanceable"]);
});

describe("the realistic profile", () => {
    test("a cluster takes as long as recorded, its update less (recordings 02 and 06)", async () => {
        azure = await TestAzure.start({ latency: "realistic" });
        await makeGroup(azure);
        const state = async () => (await azure.get(clusterPath())).body.properties.provisioningState;
        await azure.put(clusterPath(), clusterContent());
        azure.advance(291);
        expect(await state()).toBe("Creating");
        azure.advance(1);
        expect(await state()).toBe("Succeeded");
        await azure.put(clusterPath(), clusterContent());
        azure.advance(130);
        expect(await state()).toBe("Updating");
        azure.advance(1);
        expect(await state()).toBe("Succeeded");
    });

    test("a role takes 0.7 s to be made and ten minutes to count", async () => {
        azure = await TestAzure.start({ latency: "realistic" });
        await makeGroup(azure);
        const { properties } = await makeIdentity(azure, "one");
        const before = azure.clock.now();
        await assign(azure, reader, properties.principalId, azure.subscription);
        expect(azure.clock.now() - before).toBe(700);
        const token = await azure.tokenOf(properties.principalId);
        const read = async () => (await azure.get("resourceGroups/rg", { token })).status;
        azure.advance(599.2);
        expect(await read()).toBe(403);
        azure.advance(0.8);
        expect(await read()).toBe(200);
    });

    test("a delay that is given counts instead of the profile's", async () => {
        azure = await TestAzure.start({ latency: "realistic", operationSeconds: 5 });
        await makeGroup(azure);
        await azure.put(clusterPath(), clusterContent());
        azure.advance(5);
        expect((await azure.get(clusterPath())).body.properties.provisioningState).toBe("Succeeded");
    });

    test.each(requestDurations)("its row for $method $type is about a route there is, and has a source", (row) => {
        const places = services.flatMap(({ routes }) =>
            routes.map(({ method, type, on }) => `${method} ${type}${typeof on === "object" ? `:${on.action}` : ""}`),
        );
        expect(places).toContain(`${row.method} ${row.type}`);
        expect(row.source).not.toBe("");
        expect(row.seconds > 0).toBe(!row.source.startsWith("not recorded"));
    });
});
