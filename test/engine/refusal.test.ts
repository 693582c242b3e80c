import { join } from "node:path";
import type { RoleAssignment } from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { runProgram } from "../../scripts/runProgram";
import { MANY_RUNS, observed, steps, withEngine } from "./engine";
import type { FailedRun, Run } from "./failingPrograms";
import { clusterProgram } from "./program";

const RUNS: Run[] = [
    ["badArguments", "preview"],
    ["generatedArguments", "preview"],
    ["generatedArguments", "up"],
    ["badOutput", "up"],
    ["changedPool", "change"],
    ["unknownIdentity", "up"],
    ["clusterOnOtherSubscription", "up"],
    ["workloadOnOtherSubscription", "up"],
    ["unknownCluster", "up"],
    ["unknownPrincipal", "up"],
    ["sameAssignment", "previewChange"],
    ["sameAssignment", "change"],
    ["sameSubnetByTwoOutputs", "up"],
    ["importOfAnotherScope", "up"],
    ["skipOfAnotherScope", "up"],
    ["missingAssignment", "up"],
    ["missingAssignmentLater", "previewChange"],
    ["missingAssignmentLater", "change"],
];

const failedRuns: Record<string, FailedRun> = {};
beforeAll(async () => {
    const file = join(__dirname, "failingPrograms.ts");
    const args = ["--import", "tsx", file, JSON.stringify(RUNS)];
    const { stdout } = await runProgram(process.execPath, args);
    for (const [index, run] of (JSON.parse(stdout) as FailedRun[]).entries()) {
        failedRuns[String(RUNS[index])] = run;
    }
}, MANY_RUNS);

function failedRun(...run: Run): FailedRun {
    return failedRuns[String(run)] as FailedRun;
}

test("bad input is refused in preview, without a stack trace and before Azure is asked for anything", () => {
    const { said, requests } = failedRun("badArguments", "preview");
    expect(said).toContain('ManagedIdentityAksCluster "aks": 3 problems in its arguments.');
    expect(said).toContain('systemNodePool.name is "Pool_1"');
    expect(said).toContain("CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster");
    expect(said).not.toContain("src/rules/check");
    expect(requests).toEqual([]);
});

test.each(["preview", "up"] as const)("200 generated bad arguments leave no trace of %s", (operation) => {
    const { said, requests, resources } = failedRun("generatedArguments", operation);
    expect(said).toContain("200 of 200 refused");
    expect(requests).toEqual([]);
    expect(resources.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
});

test("an output that turns out bad stops the deployment before the cluster", () => {
    const { said, requests } = failedRun("badOutput", "up");
    expect(said).toMatch(/clusterName is "-group\w+": a cluster name must have 1 to 63 letters/);
    expect(requests.filter((request) => request.includes("managedClusters"))).toEqual([]);
});

test("a further pool that would move to another subnet is refused before AKS is asked", () => {
    const { said, requests } = failedRun("changedPool", "change");
    expect(said).toMatch(
        /subnetId of pool work cannot be changed .*\(FixedPoolInput, Azure: PropertyChangeNotAllowed;/,
    );
    expect(requests.filter((request) => /^PUT .*\/agentPools\//.test(request))).toHaveLength(1);
});

test("an existing identity that cannot be read stops the deployment, with what to do", () => {
    const { said, requests } = failedRun("unknownIdentity", "up");
    expect(said).toMatch(/The existing identity \/subscriptions\/\S+\/elsewhere could not be read: .*ResourceNotFound/);
    expect(said).toContain("set clientId and principalId, too");
    expect(requests.filter((request) => request.includes("managedClusters"))).toEqual([]);
});

test.each(["clusterOnOtherSubscription", "workloadOnOtherSubscription"] as const)(
    "%s: an identity of the same name in the own subscription does not stand in for the one that the program names",
    (program) => {
        const { said, requests } = failedRun(program, "up");
        expect(said).toMatch(/The existing identity \S+ could not be read: .*looks in another subscription/);
        expect(said).toContain("set clientId and principalId, too");
        expect(
            requests.filter((request) => /^PUT .*(roleAssignments|federated|managedClusters)/i.test(request)),
        ).toEqual([]);
    },
);

test("a cluster to adopt that cannot be read stops the deployment, with what to do", () => {
    const { said, requests } = failedRun("unknownCluster", "up");
    expect(said).toMatch(
        /ManagedIdentityAksCluster "aks": the cluster that adopt names cannot be read: \/subscriptions\/\S+\/aks cannot be read: .*NotFound/,
    );
    expect(said).toContain("Correct adopt");
    expect(requests.filter((request) => /^PUT .*managedClusters/.test(request))).toEqual([]);
});

test("a service principal that cannot be found stops the deployment, with what to do and without a stack", () => {
    const { said, requests } = failedRun("unknownPrincipal", "up");
    expect(said).toMatch(/The service principal with client id 11111111-\S+ could not be found in Entra: /);
    expect(said).toContain("Correct controlPlaneIdentity.servicePrincipal.clientId");
    expect(said).not.toMatch(/^\s+at .+:\d+/m);
    expect(requests.filter((request) => request.includes("managedClusters"))).toEqual([]);
});

const assignments = (requests: string[]) => requests.filter((request) => /^PUT .*\/roleAssignments\//.test(request));

test.each(["previewChange", "change"] as const)(
    "%s: a role assignment that two clusters would make is refused, whatever monitors they have",
    (operation) => {
        const { said, requests } = failedRun("sameAssignment", operation);
        // Either cluster may come first, and is then the one that makes it. Azure itself may refuse the second.
        expect(said).toMatch(
            /ManagedIdentityAksCluster "(blue|green)": Network Contributor for controlPlane \(identity-system-subnet-network-contributor\) on \/subscriptions\/\S+ is already created by ManagedIdentityAksCluster "(?!\1)(?:blue|green)"|role assignment green-identity-system-subnet-network-contributor \(.*\) already exists in Azure/,
        );
        expect(said).toContain(
            "Create the role assignments of identities that several clusters use with AksClusterIdentities",
        );
        expect(said).not.toContain("grants/claims");
        expect(said).not.toContain("RoleAssignmentExists:");
        const onSubnet = assignments(requests).filter((request) => request.includes("/subnets/"));
        expect(onSubnet).toHaveLength(1);
    },
);

test("one that two outputs of one cluster hide is refused before Azure is asked for it twice", () => {
    const { said, requests } = failedRun("sameSubnetByTwoOutputs", "up");
    expect(said).toMatch(
        /ManagedIdentityAksCluster "aks": Network Contributor for controlPlane \(\S+\) and Network Contributor for controlPlane \(\S+\) would be the same role assignment, because two different outputs contain \/subscriptions\/\S+\/subnets\/system/,
    );
    expect(said).toContain("Pass the same value to both");
    expect(said).not.toContain("grants/claims");
    expect(requests.filter((request) => request.includes("managedClusters"))).toEqual([]);
});

test.each(["importOfAnotherScope", "skipOfAnotherScope"] as const)("%s stops the cluster", (program) => {
    const { said, requests } = failedRun(program, "up");
    expect(said).toMatch(
        /ManagedIdentityAksCluster "aks": existingRoleAssignments names \S+ as aks-system-subnet-network-contributor, whose scope is now \/subscriptions\/\S+\/subnets\/system\. Remove the entry\./,
    );
    expect(said).not.toContain("grants/assign");
    expect(requests.filter((request) => request.includes("managedClusters"))).toEqual([]);
});

test.each([
    ["missingAssignment", "up"],
    ["missingAssignmentLater", "previewChange"],
    ["missingAssignmentLater", "change"],
] as const)("%s, %s: identities that lack a role assignment stop the cluster", (program, operation) => {
    const { said, requests } = failedRun(program, operation);
    expect(said).toMatch(
        /ManagedIdentityAksCluster "aks": the identities in its input identities lack a role assignment that the cluster requires\.\n {2}- AcrPull for kubelet \(principal [0-9a-f-]{36}\) on \/subscriptions\/\S+\/registries\/\S+: The kubelets pull images from the registry\. Add it to registries of AksClusterIdentities\./,
    );
    expect(said).not.toContain("identities/given");
    // Those that there are, and nothing of the cluster's since.
    expect(assignments(requests)).toHaveLength(2);
    const clusters = requests.filter((request) => /^PUT .*\/managedClusters\//.test(request));
    expect(clusters).toHaveLength(program === "missingAssignment" ? 0 : 1);
});

test("a role assignment whose role changes is replaced, the new one first", async () => {
    const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    let role: string | undefined;
    const program = () => {
        pulumi.runtime.registerResourceTransform(({ name, props, opts }) => {
            if (role === undefined || name !== "aks-system-subnet-network-contributor") {
                return undefined;
            }
            const definition = pulumi
                .output((props as RoleAssignment).roleDefinitionId)
                .apply((id) => id.replace(/[^/]+$/, String(role)));
            return { props: { ...props, roleDefinitionId: definition, roleAssignmentName: undefined }, opts };
        });
        return clusterProgram()();
    };
    await withEngine(program, {}, async ({ stack, newRequests }) => {
        await stack.up();
        role = reader;
        newRequests();
        const { events } = await observed((options) => stack.up(options));
        expect(steps(events).filter((step) => step.includes("subnet"))).toEqual(
            expect.arrayContaining(["replace aks-system-subnet-network-contributor"]),
        );
        const writes = newRequests().filter(
            ({ method, path }) => /roleAssignments/.test(path) && (method === "PUT" || method === "DELETE"),
        );
        expect(writes.map(({ method, status }) => [method, status])).toEqual([
            ["PUT", 201],
            ["DELETE", 200],
        ]);
    });
});
