import type { FaultRule, Garbling } from "../../local-azure/contract";
import { InvalidFaultRule, parseFaultRules } from "../../local-azure/server/faultRules";
import { Faults, isTurn, matcherOf } from "../../local-azure/server/faults";
import { type Answer, clusterContent, clusterPath, makeGroup, TestAzure } from "./harness";

describe("rules", () => {
    const matching: [rule: Partial<FaultRule>, method: string, path: string, expected: boolean][] = [
        [{}, "GET", "/anything/at/all", true],
        [{ method: "put" }, "PUT", "/a", true],
        [{ method: "PUT" }, "GET", "/a", false],
        [{ path: "/a/*/c" }, "GET", "/A/b/C", true],
        [{ path: "/a/*/c" }, "GET", "/a/b/b/c", false],
        [{ path: "/a/**/c" }, "GET", "/a/b/b/c", true],
        [{ path: "managedClusters/*" }, "GET", "/x/y/managedclusters/c1", true],
        [{ path: "managedClusters/*" }, "GET", "/x/y/managedClusters/c1/agentPools", false],
        [{ path: "managedClusters/*" }, "GET", "/x/notmanagedClusters/c1", false],
        [{ path: "**/agentPools/*" }, "GET", "/x/agentPools/np", true],
        // What is special in a regular expression is not so in a glob.
        [{ path: "/a.b" }, "GET", "/axb", false],
        [{ pathRegExp: "clusters/c[12]$" }, "GET", "/managedClusters/C2", true],
        [{ pathRegExp: "clusters/c[12]$" }, "GET", "/managedClusters/c3", false],
    ];
    test.each(matching)("%j on %s %s: %s", (rule, method, path, expected) => {
        expect(matcherOf({ kind: "reset", ...rule } as FaultRule)(method, path)).toBe(expected);
    });

    test("strike at the nth call, and as often as they say", () => {
        const turns = (rule: Partial<FaultRule>) => [1, 2, 3, 4].filter((call) => isTurn(rule, call));
        expect(turns({})).toEqual([1]);
        expect(turns({ nth: 2 })).toEqual([2]);
        expect(turns({ nth: 2, times: 2 })).toEqual([2, 3]);
        expect(turns({ nth: 3, times: "always" })).toEqual([3, 4]);
    });

    test("the first that strikes decides, slow ones come on top, and all of them count", () => {
        const faults = new Faults([
            { kind: "slow", seconds: 2 },
            { kind: "throttle" },
            { kind: "reset", nth: 2 },
            { kind: "slow", seconds: 3 },
        ]);
        expect(faults.judge("GET", "/")).toEqual({ delaySeconds: 5, fault: { kind: "throttle" } });
        expect(faults.judge("GET", "/")).toEqual({ delaySeconds: 0, fault: { kind: "reset", nth: 2 } });
        expect(faults.judge("GET", "/")).toEqual({ delaySeconds: 0 });
        expect(faults.counts().map(({ calls, hits }) => [calls, hits])).toEqual([
            [3, 1],
            [3, 1],
            [3, 1],
            [3, 1],
        ]);
    });

    const wrong: [content: string, message: string][] = [
        ["{", "The content is \"{\", but it must be JSON (Expected property name or '}' in JSON at position 1)."],
        ['{"kind":"reset"}', 'The content is {"kind":"reset"}, but it must be an array of fault rules.'],
        ["[7]", "Fault rule 0 is 7, but it must be an object."],
        [
            '[{"kind":"reset"},{"kind":"explode"}]',
            'Fault rule 1: \'kind\' is "explode", but it must be one of "throttle", "error", "claims-challenge", "reset", ' +
                '"garbled", "certificate", "operation-fails", "operation-hangs", "operation-stumbles", "slow".',
        ],
        ['[{"kind":"toString"}]', "Fault rule 0: 'kind' is \"toString\""],
        ['[{"kind":"slow"}]', "Fault rule 0: 'seconds' is absent, but it must be a number of seconds, 0 or more."],
        [
            '[{"kind":"error","status":200,"code":"X"}]',
            "Fault rule 0: 'status' is 200, but it must be a whole number from 400 to 599.",
        ],
        ['[{"kind":"reset","nth":0}]', "Fault rule 0: 'nth' is 0, but it must be a whole number, 1 or more."],
        [
            '[{"kind":"reset","times":"ever"}]',
            'Fault rule 0: \'times\' is "ever", but it must be a whole number, 1 or more, or "always".',
        ],
        [
            '[{"kind":"reset","pathRegExp":"("}]',
            "Fault rule 0: 'pathRegExp' is \"(\", but it must be a regular expression.",
        ],
        [
            '[{"kind":"operation-hangs","code":"X"}]',
            "Fault rule 0: 'code' is \"X\", but it must be one of the fields method, path, pathRegExp, nth, times, seconds, kind.",
        ],
    ];
    test.each(wrong)("%s is refused", (content, message) => {
        const thrown = () => parseFaultRules(content);
        expect(thrown).toThrow(InvalidFaultRule);
        expect(thrown).toThrow(message);
    });
});

describe("through HTTPS", () => {
    let azure: TestAzure;
    beforeEach(async () => {
        azure = await TestAzure.start();
    });
    afterEach(() => azure.stop());

    const control = (method: string, raw?: string) =>
        azure.send(method, "/local-azure/faults", {
            token: null,
            apiVersion: null,
            ...(raw !== undefined && { raw }),
        });
    const add = async (...rules: FaultRule[]) => {
        const { status } = await control("POST", JSON.stringify(rules));
        expect(status).toBe(200);
    };
    const group = () => azure.put("resourceGroups/rg", { location: "westus2" });
    const codeOf = ({ status, body }: Answer) => [status, body?.error?.code];
    const cluster = (content: object = clusterContent()) => azure.put(clusterPath(), content);
    const operationOf = ({ headers }: Answer) =>
        String(headers["azure-asyncoperation"]).replace(azure.server.ready.armEndpoint, "");

    test("throttled, then not, and what was counted", async () => {
        await add({
            kind: "throttle",
            method: "PUT",
            path: "resourceGroups/*",
            retryAfterSeconds: 7,
            times: 2,
        });
        const first = await group();
        expect([...codeOf(first), first.headers["retry-after"]]).toEqual([429, "SubscriptionRequestsThrottled", "7"]);
        expect(codeOf(await azure.get("resourceGroups/rg"))).toEqual([404, "ResourceGroupNotFound"]);
        expect((await group()).status).toBe(429);
        expect((await group()).status).toBe(201);
        expect((await control("GET")).body).toMatchObject([{ calls: 3, hits: 2, rule: { kind: "throttle" } }]);
        expect(azure.server.requests().map(({ status, fault }) => [status, fault])).toEqual([
            [429, "throttle"],
            [404, undefined],
            [429, "throttle"],
            [201, undefined],
        ]);
    });

    test.each([
        ["GET", clusterPath(), "Throttled", undefined, { code: "Throttled", subcode: "" }],
        [
            "PUT",
            clusterPath(),
            "Throttled",
            undefined,
            { message: expect.stringContaining("PutManagedClusterHandler.PUT") },
        ],
        ["GET", "resourceGroups/rg", "SubscriptionRequestsThrottled", "reads", { error: expect.anything() }],
        ["PUT", "resourceGroups/rg", "SubscriptionRequestsThrottled", "writes", { error: expect.anything() }],
        ["DELETE", "resourceGroups/rg", "SubscriptionRequestsThrottled", "deletes", { error: expect.anything() }],
    ])("%s %s is throttled as AKS and ARM do it: %s, %s", async (method, path, code, remaining, form) => {
        await makeGroup(azure);
        await add({ kind: "throttle" });
        const answer = await azure.send(method, path, { ...(method === "PUT" && { body: { location: "westus2" } }) });
        expect(codeOf(answer)).toEqual([429, code]);
        expect(answer.sent).toMatchObject(form);
        const limits = Object.entries(answer.headers).filter(([name]) => name.startsWith("x-ms-ratelimit"));
        expect(limits).toEqual(remaining ? [[`x-ms-ratelimit-remaining-subscription-${remaining}`, "0"]] : []);
    });

    test("a rule for an operation that strikes a request without one is refused", async () => {
        const rule = { kind: "operation-fails", code: "Boom" } as const;
        await add({ ...rule, method: "PUT", path: "resourceGroups/*" });
        const answer = await group();
        expect(codeOf(answer)).toEqual([400, "InvalidFaultRule"]);
        expect(answer.body.error.message).toContain(`PUT ${azure.subscription}/resourceGroups/rg, which began none`);
        await add({ kind: "operation-hangs", method: "GET", path: "resourceGroups/*" });
        expect(codeOf(await azure.get("resourceGroups/rg"))).toEqual([400, "InvalidFaultRule"]);
    });

    test("an error before the effect, and one after it", async () => {
        const conflict = { kind: "error", status: 409, code: "Conflict", message: "Not now." } as const;
        await add({ ...conflict, nth: 1 }, { ...conflict, nth: 2, when: "after", status: 500, code: "Internal" });
        const before = await group();
        expect(before.body).toEqual({ error: { code: "Conflict", message: "Not now." } });
        expect(before.status).toBe(409);
        expect(codeOf(await group())).toEqual([500, "Internal"]);
        expect((await azure.get("resourceGroups/rg")).status).toBe(200);
    });

    test("a reset before the effect, and one after it", async () => {
        await add({ kind: "reset", method: "PUT" }, { kind: "reset", method: "PUT", nth: 2, when: "after" });
        await expect(group()).rejects.toThrow(/socket hang up|ECONNRESET/);
        expect((await azure.get("resourceGroups/rg")).status).toBe(404);
        await expect(group()).rejects.toThrow(/socket hang up|ECONNRESET/);
        expect((await azure.get("resourceGroups/rg")).status).toBe(200);
        const resets = azure.server.requests().filter(({ fault }) => fault === "reset");
        expect(resets.map(({ status }) => status)).toEqual([0, 0]);
    });

    test("an operation that fails leaves the cluster Failed, and an update mends it", async () => {
        await makeGroup(azure);
        await add({
            kind: "operation-fails",
            method: "PUT",
            path: "managedClusters/*",
            code: "Boom",
            message: "No.",
        });
        const created = await cluster();
        expect(created.status).toBe(201);
        expect((await azure.get(operationOf(created))).body).toMatchObject({
            status: "Failed",
            error: { code: "Boom", message: "No." },
        });
        const { properties } = (await azure.get(clusterPath())).body;
        expect(properties.provisioningState).toBe("Failed");
        expect(properties.identityProfile).toBeUndefined();
        expect((await cluster()).status).toBe(200);
        expect((await azure.get(clusterPath())).body.properties.provisioningState).toBe("Succeeded");
    });

    test("an operation that fails on a pool, and on the deletion of a cluster", async () => {
        await makeGroup(azure);
        await cluster();
        await add(
            { kind: "operation-fails", method: "PUT", path: "agentPools/*", code: "PoolBoom" },
            { kind: "operation-fails", method: "DELETE", path: "managedClusters/*", code: "DeleteBoom" },
        );
        const pool = `${clusterPath()}/agentPools/more`;
        await azure.put(pool, { properties: { count: 1, vmSize: "Standard_D4ds_v5" } });
        expect((await azure.get(pool)).body.properties.provisioningState).toBe("Failed");
        const deleted = await azure.delete(clusterPath());
        const location = String(deleted.headers.location).replace(azure.server.ready.armEndpoint, "");
        expect(codeOf(await azure.get(location))).toEqual([409, "DeleteBoom"]);
        expect((await azure.get(clusterPath())).body.properties.provisioningState).toBe("Failed");
    });

    test("an operation that hangs never ends, and keeps the cluster busy", async () => {
        await makeGroup(azure);
        await add({ kind: "operation-hangs", method: "PUT", path: "managedClusters/*" });
        const created = await cluster();
        azure.advance(12 * 3600);
        expect((await azure.get(operationOf(created))).body).toMatchObject({ status: "InProgress" });
        expect((await cluster()).status).toBe(409);
        expect((await azure.delete(clusterPath())).status).toBe(202);
        expect((await azure.get(clusterPath())).status).toBe(404);
    });

    test("an operation that hangs for a while ends well", async () => {
        await makeGroup(azure);
        await add({ kind: "operation-hangs", method: "PUT", path: "managedClusters/*", seconds: 600 });
        const created = await cluster();
        azure.advance(599);
        expect((await azure.get(operationOf(created))).body).toMatchObject({ status: "InProgress" });
        azure.advance(1);
        expect((await azure.get(operationOf(created))).body).toMatchObject({ status: "Succeeded" });
    });

    test.each([
        ["a cluster", clusterPath()],
        ["a pool", `${clusterPath()}/agentPools/more`],
    ])("an operation on %s that hangs can be aborted, once, and is then canceled", async (_, path) => {
        await makeGroup(azure);
        await cluster();
        await add({ kind: "operation-hangs", method: "PUT" });
        const isPool = path.includes("agentPools");
        const pool = { properties: { count: 1, vmSize: "Standard_D4ds_v5" } };
        const begun = isPool ? await azure.put(path, pool) : await cluster();
        const abort = () => azure.post(`${path}/abort`);
        expect((await abort()).status).toBe(204);
        expect((await azure.get(operationOf(begun))).body).toMatchObject({
            status: "Canceled",
            error: { code: "OperationAborted" },
        });
        expect((await azure.get(path)).body.properties.provisioningState).toBe("Canceled");
        expect(codeOf(await abort())).toEqual([409, "OperationNotAllowed"]);
        expect((await cluster()).status).toBe(200);
    });

    test("an operation that is canceled", async () => {
        await makeGroup(azure);
        await add({ kind: "operation-fails", status: "Canceled", method: "PUT", path: "managedClusters/*", code: "X" });
        const created = await cluster();
        expect((await azure.get(operationOf(created))).body).toMatchObject({ status: "Canceled" });
        expect((await azure.get(clusterPath())).body.properties.provisioningState).toBe("Canceled");
    });

    test("429 without Retry-After, and a claims challenge", async () => {
        await add({ kind: "throttle", retryAfterSeconds: "none" }, { kind: "claims-challenge", nth: 2 });
        const throttled = await group();
        expect([throttled.status, throttled.headers["retry-after"]]).toEqual([429, undefined]);
        const challenged = await group();
        expect(codeOf(challenged)).toEqual([401, "InvalidAuthenticationToken"]);
        expect(challenged.headers["www-authenticate"]).toMatch(/error="insufficient_claims", claims="\w+/);
        expect((await group()).status).toBe(201);
    });

    test.each<[Garbling, RegExp | undefined]>([
        ["html", /Unexpected token '<'/],
        ["empty", undefined],
        ["truncated", /Unterminated string|Expected/],
        ["too-short", /aborted|ECONNRESET/],
    ])("an answer that is garbled, as %s, comes after the effect", async (as, error) => {
        await add({ kind: "garbled", as });
        const sent = group();
        if (error) {
            await expect(sent).rejects.toThrow(error);
        } else {
            expect(await sent).toMatchObject({ status: 201, sent: undefined });
        }
        expect((await azure.get("resourceGroups/rg")).status).toBe(200);
    });

    test("a certificate that nobody trusts is shown for so many connections", async () => {
        await add({ kind: "certificate", handshakes: 2 });
        await expect(group()).rejects.toThrow(/socket hang up|ECONNRESET/);
        await expect(group()).rejects.toThrow(/certificate/);
        await expect(group()).rejects.toThrow(/certificate/);
        expect((await group()).status).toBe(201);
    });

    test("an operation that stumbles shows an error while it is under way, and ends well (facts §4)", async () => {
        await azure.stop();
        azure = await TestAzure.start({
            operationSeconds: 60,
            faults: [{ kind: "operation-stumbles", path: "managedClusters/*", code: "NotLatestOperation" }],
        });
        await makeGroup(azure);
        const created = await cluster();
        const body = async () => (await azure.get(operationOf(created))).body;
        expect(await body()).toMatchObject({ status: "InProgress", error: { code: "NotLatestOperation" } });
        azure.advance(60);
        expect(await body()).toMatchObject({ status: "Succeeded" });
        expect(await body()).not.toHaveProperty("error");
    });

    test("a slow answer takes its time on the clock, and is right", async () => {
        await add({ kind: "slow", seconds: 30, path: "resourceGroups/rg" });
        const before = azure.clock.now();
        expect((await group()).status).toBe(201);
        expect(azure.clock.now() - before).toBe(30_000);
        expect(azure.server.requests()[0]?.fault).toBe("slow");
    });

    test("faults can be taken back, and a bad rule changes nothing", async () => {
        await add({ kind: "reset", times: "always" });
        const refused = await control("POST", '[{"kind":"throttle"},{"kind":"slow","seconds":-1}]');
        expect(refused.body).toEqual({
            error: {
                code: "InvalidFaultRule",
                message: "Fault rule 1: 'seconds' is -1, but it must be a number of seconds, 0 or more.",
            },
        });
        expect(refused.status).toBe(400);
        expect((await control("GET")).body).toHaveLength(1);
        expect((await control("DELETE")).body).toEqual([]);
        expect((await group()).status).toBe(201);
    });

    test("rules given at the start are checked", async () => {
        const faults = [{ kind: "slow" }] as unknown as FaultRule[];
        await expect(TestAzure.start({ faults })).rejects.toThrow("Fault rule 0: 'seconds' is absent");
    });
});
