import * as pulumi from "@pulumi/pulumi";
import { uniqueHookName } from "../../src/engine/hooks";
import { perDeployment } from "../../src/engine/perDeployment";
import { sdkStore } from "../../src/engine/sdk";
import { uniqueRoleAssignment } from "../../src/grants/uniqueRoleAssignments";

/** A monitor as a plugin gets it with each construction: an object of its own, which knows the hooks that there are. */
function newMonitor(address: string, dryRun = false): void {
    const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
    void pulumi.runtime.setMocks(mocks, undefined, undefined, dryRun);
    const monitor: object = pulumi.runtime.getMonitor() ?? {};
    Object.assign(monitor, { registerErrorHook: () => undefined });
    // Only test mocks have them.
    Reflect.deleteProperty(monitor, "mocks");
    const store = sdkStore();
    store.supportsErrorHooks = true;
    // As the SDK knows an engine's, for which it makes no monitor while there is one.
    Object.assign(store.settings?.options ?? {}, { monitorAddr: address });
}

const origin = (label: string) => ({
    label,
    component: {} as pulumi.Resource,
    what: "Reader for controlPlane (reader)",
    scope: "/subscriptions/s",
});

test("values of a deployment are shared by all monitors of one address, and by no others", () => {
    const count = perDeployment(() => ({ value: 0 }));
    newMonitor("127.0.0.1:1");
    count().value = 1;
    newMonitor("127.0.0.1:1");
    expect(count().value).toBe(1);
    newMonitor("127.0.0.1:2");
    expect(count().value).toBe(0);
    newMonitor("127.0.0.1:1", true);
    expect(count().value).toBe(0);
});

test("a role assignment that two components make is seen, and names of hooks differ, under two monitors of one address", () => {
    newMonitor("127.0.0.1:3");
    expect(uniqueHookName("aks", "propagation")).toBe("managed-identity-aks:aks:propagation");
    uniqueRoleAssignment("name", origin('ManagedIdentityAksCluster "blue"'));
    newMonitor("127.0.0.1:3");
    expect(uniqueHookName("aks", "propagation")).toBe("managed-identity-aks:aks:propagation:2");
    expect(() => uniqueRoleAssignment("name", origin('ManagedIdentityAksCluster "green"'))).toThrow(
        'ManagedIdentityAksCluster "green": Reader for controlPlane (reader) on /subscriptions/s is already created by ' +
            'ManagedIdentityAksCluster "blue" (Reader for controlPlane (reader)), and Azure accepts the same role ' +
            "assignment only once (RoleAssignmentExists). Create the role assignments of " +
            "identities that several clusters use with AksClusterIdentities, and pass its output forClusters to each cluster as identities.",
    );
    newMonitor("127.0.0.1:4");
    expect(() => uniqueRoleAssignment("name", origin('ManagedIdentityAksCluster "green"'))).not.toThrow();
});

test("a process that deploys again and again forgets what was long ago, and not what is used", () => {
    let made = 0;
    const count = perDeployment(() => ++made);
    newMonitor("127.0.0.1:5");
    expect(count()).toBe(1);
    for (let port = 1000; port < 2000; port++) {
        newMonitor(`127.0.0.1:${port}`);
        count();
        if (port % 200 === 0) {
            newMonitor("127.0.0.1:5");
            expect(count()).toBe(1);
        }
    }
    expect(made).toBe(1001);
    newMonitor("127.0.0.1:1000");
    count();
    expect(made).toBe(1002);
});
