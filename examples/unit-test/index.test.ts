import assert from "node:assert/strict";
import { before, test } from "node:test";
import { type AzureMocks, setAzureMocks, valueIn } from "managed-identity-aks/testing";

let mocks: AzureMocks;
let program: typeof import("./index");

before(async () => {
    mocks = await setAzureMocks();
    // The program runs when it is imported: only then, with the mocks set.
    program = await import("./index.js");
    await mocks.registered();
});

test("no cluster has local accounts of a service principal", () => {
    const clusters = mocks.resources.filter(({ type }) => type.endsWith(":ManagedCluster"));
    assert.equal(clusters.length, 1);
    for (const { inputs } of clusters) {
        assert.equal(inputs.servicePrincipalProfile, undefined);
    }
});

test("the nodes may pull images of the registry, and nothing more", () => {
    const kubelet = mocks.find("aks-kubelet").state.principalId;
    const scopes = mocks.resources
        .filter(({ type, inputs }) => type.endsWith(":RoleAssignment") && inputs.principalId === kubelet)
        .map(({ inputs }) => inputs.scope);
    assert.deepEqual(scopes, [mocks.find("images").id]);
});

test("the app trusts the tokens of the cluster", async () => {
    const credential = mocks.find("orders-shop_orders");
    assert.equal(credential.inputs.issuer, await valueIn(program.aks.oidcIssuerUrl));
    assert.deepEqual(await valueIn(program.orders.subjects), ["system:serviceaccount:shop:orders"]);
});
