import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { knownValue } from "../../src/engine/hooks";
import {
    allRegistered,
    failWhenRegistered,
    isKnown,
    mocksInUse,
    nameOfResource,
    promiseOf,
} from "../../src/engine/sdk";
import { UNKNOWN } from "../../src/values";
import { underMocks } from "./mocks";

/** What another version of the SDK may lack, and what is then done without. */
const bare = (output: pulumi.Output<unknown>) => ({ apply: output.apply.bind(output) }) as pulumi.Output<unknown>;

test("an output's value is known, and read, with the SDK's internals and without", async () => {
    const output = pulumi.output("value");
    expect([await isKnown(output), await promiseOf(output)]).toEqual([true, "value"]);
    expect([await isKnown(bare(output)), await promiseOf(bare(output))]).toEqual([true, "value"]);
    const unknown = pulumi.output(pulumi.unknown) as pulumi.Output<unknown>;
    expect([await isKnown(unknown), await knownValue(unknown)]).toEqual([false, UNKNOWN]);
});

test("an output that is the id of a resource shows its resource, another output does not", async () => {
    const { result } = await underMocks(() => {
        const identity = new UserAssignedIdentity("one", { resourceGroupName: "group" });
        const { id, clientId } = identity;
        return [id, clientId, pulumi.all([id, clientId]), bare(id)].map(nameOfResource);
    });
    expect(result).toEqual(["one", undefined, undefined, undefined]);
});

test("what a run has asked for can be waited for", async () => {
    const registered: string[] = [];
    await underMocks(async () => {
        const identity = new UserAssignedIdentity("one", { resourceGroupName: "group" });
        identity.urn.apply((urn) => registered.push(urn));
        expect(registered).toEqual([]);
        await allRegistered();
        expect(registered).toHaveLength(1);
    });
});

test("a run can be failed when all that it has asked for is registered; Pulumi then closes its connections", async () => {
    const order: string[] = [];
    await underMocks(async () => {
        new UserAssignedIdentity("one", { resourceGroupName: "group" }).urn.apply(() => order.push("registered"));
        failWhenRegistered(new Error("in the end"));
        await expect(allRegistered()).rejects.toThrow("in the end");
        order.push("failed");
        await allRegistered();
    });
    expect(order).toEqual(["registered", "failed"]);
});

test("what begins while the run fails leaves no rejection that nobody handles", async () => {
    await underMocks(async () => {
        failWhenRegistered(new Error("in the end"));
        const ended = allRegistered();
        new UserAssignedIdentity("late", { resourceGroupName: "group" });
        await expect(ended).rejects.toThrow("in the end");
    });
    // Jest fails a test with such a rejection, which Node reports when the microtasks are done.
    await new Promise(setImmediate);
});

test("mocks are recognised", async () => {
    const { result } = await underMocks(() => mocksInUse() !== undefined);
    expect(result).toBe(true);
});
