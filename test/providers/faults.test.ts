import type { ArmServer, FaultRule } from "../../local-azure/contract";
import { virtualClock } from "../../local-azure/kernel/clock";
import { create } from "../../local-azure/providers/azure-native/crud";
import { type ArmClient, armClient } from "../../local-azure/providers/host/armClient";
import type { PropertyMap } from "../../local-azure/providers/host/propertyValues";
import { PartialFailure } from "../../local-azure/providers/host/provider";
import { startArmServer } from "../../local-azure/server/armServer";
import { row } from "./support";

// The azure-native stand-in against local-azure's faults: where facts §5 says what the real provider makes of them.

let arm: ArmServer;
let client: ArmClient;

async function start(...faults: FaultRule[]): Promise<void> {
    arm = await startArmServer({ clock: virtualClock(), faults });
    client = armClient({ ...arm.ready, clock: arm.clock }, () => 1);
    await made("resources:ResourceGroup", { resourceGroupName: "rg", location: "westus2" });
    started = arm.clock.now();
}
let started = 0;
afterEach(async () => {
    client.close();
    await arm.stop();
});

const made = (type: string, inputs: PropertyMap) =>
    create(
        { arm: client, type: row(type), patience: { deadline: arm.clock.now() + 7_200_000 } },
        inputs,
        arm.ready.subscriptionId,
    );
const identity = () =>
    made("managedidentity:UserAssignedIdentity", {
        resourceGroupName: "rg",
        resourceName: "id",
        location: "westus2",
    });
const cluster = () =>
    made("containerservice:ManagedCluster", {
        resourceGroupName: "rg",
        resourceName: "aks",
        location: "westus2",
        dnsPrefix: "d",
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [{ name: "np", mode: "System", count: 1, vmSize: "Standard_D4ds_v5" }],
    });
const putsOf = (name: string) => arm.requests().filter(({ method, path }) => method === "PUT" && path.endsWith(name));
const passed = () => (arm.clock.now() - started) / 1000;

test("throttled twice, then well: the provider waits as long as it is told", async () => {
    await start({
        kind: "throttle",
        method: "PUT",
        path: "userAssignedIdentities/*",
        retryAfterSeconds: 17,
        times: 2,
    });
    expect((await identity()).id).toContain("/userAssignedIdentities/id");
    expect(putsOf("/id").map(({ status }) => status)).toEqual([429, 429, 201]);
    expect(passed()).toBe(34);
});

test("throttled for longer than two minutes: it gives up at once", async () => {
    await start({
        kind: "throttle",
        method: "PUT",
        path: "userAssignedIdentities/*",
        retryAfterSeconds: 121,
    });
    await expect(identity()).rejects.toThrow('Status=429 Code="SubscriptionRequestsThrottled"');
    expect(putsOf("/id")).toHaveLength(1);
});

test("500 four times: three retries after 20, 60 and 120 seconds, then the error", async () => {
    await start({
        kind: "error",
        method: "PUT",
        path: "userAssignedIdentities/*",
        status: 500,
        code: "Oops",
        times: 4,
    });
    await expect(identity()).rejects.toThrow('Status=500 Code="Oops"');
    expect([putsOf("/id").length, passed()]).toEqual([4, 200]);
});

test("409 is retried for one operation at a time, not for AKS's own conflict", async () => {
    const conflict = (code: string) =>
        ({ kind: "error", method: "PUT", path: "userAssignedIdentities/*", status: 409, code }) as const;
    await start(conflict("AnotherOperationInProgress"));
    await identity();
    expect(putsOf("/id")).toHaveLength(2);
    client.close();
    await arm.stop();
    await start(conflict("OperationNotAllowed"));
    await expect(identity()).rejects.toThrow('Status=409 Code="OperationNotAllowed"');
});

test("a connection reset after the effect is retried, and the second PUT finds the first one's work", async () => {
    await start({ kind: "reset", method: "PUT", path: "userAssignedIdentities/*", when: "after" });
    const { properties } = await identity();
    expect(putsOf("/id").map(({ status }) => status)).toEqual([0, 200]);
    expect(properties.principalId).toBeDefined();
});

test("resets that outlast the retries leave an orphan: the next create finds it already existing", async () => {
    await start({ kind: "reset", method: "PUT", path: "userAssignedIdentities/*", when: "after", times: 4 });
    await expect(identity()).rejects.toThrow(/socket hang up|ECONNRESET/);
    await expect(identity()).rejects.toThrow(
        `cannot create already existing resource '/subscriptions/${arm.ready.subscriptionId}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id'`,
    );
});

test("an operation that fails after acceptance is a partial failure with what ARM knows", async () => {
    await start({
        kind: "operation-fails",
        method: "PUT",
        path: "managedClusters/*",
        code: "Boom",
        message: "No.",
    });
    const failure = await cluster().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({
        reason: 'Status=200 Code="Boom" Message="No."',
        id: expect.stringContaining("managedClusters/aks"),
        properties: { provisioningState: "Failed" },
    });
});

test("an operation that hangs ends with the provider's two hours", async () => {
    await start({ kind: "operation-hangs", method: "PUT", path: "managedClusters/*" });
    const failure = await cluster().catch((error: unknown) => error);
    expect(failure).toMatchObject({
        reason: "operation timed out",
        properties: { provisioningState: "Creating" },
    });
    expect(passed()).toBeGreaterThan(7100);
});

test("an error beside InProgress is no failure", async () => {
    await start({
        kind: "operation-stumbles",
        method: "PUT",
        path: "managedClusters/*",
        code: "NotLatestOperation",
    });
    expect((await cluster()).properties.provisioningState).toBe("Succeeded");
});

test.each([
    ["an answer that is no JSON", "html"],
    ["half an answer", "truncated"],
] as const)("%s to a creation: the provider gives up, and the resource is there", async (_, as) => {
    await start({ kind: "garbled", as, method: "PUT", path: "userAssignedIdentities/*" });
    await expect(identity()).rejects.toThrow(/^unexpected response from Azure: '.*', HTTP status: 201$/s);
    await expect(identity()).rejects.toThrow("cannot create already existing resource");
});

test("an answer that ends too early is asked for again", async () => {
    await start({ kind: "garbled", as: "too-short", method: "PUT", path: "userAssignedIdentities/*" });
    expect((await identity()).properties.principalId).toBeDefined();
    expect(putsOf("/id").map(({ status }) => status)).toEqual([201, 200]);
});

test("a poll without a status is a partial failure", async () => {
    await start({ kind: "garbled", as: "html", method: "GET", path: "**/operations/*" });
    await expect(cluster()).rejects.toMatchObject({ reason: "the response did not contain a status" });
});
