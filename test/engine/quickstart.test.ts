import { exampleProgram, remaining, withEngine } from "./engine";

test("the quickstart lives: preview, up, a second up, refresh, destroy", async () => {
    await withEngine(exampleProgram("quickstart"), {}, async ({ stack, azure, waits, newRequests, jobs }) => {
        const preview = await stack.preview();
        expect(preview.changeSummary).toEqual({ create: 10 });
        expect(newRequests().filter(({ method }) => method !== "GET")).toEqual([]);

        const { outputs, summary } = await stack.up();
        expect(summary.resourceChanges).toEqual({ create: 10 });
        // Role assignments count at once here: it neither retries nor waits.
        expect(waits).toEqual([]);
        const clusterPuts = newRequests().filter(
            ({ method, path }) => method === "PUT" && /managedClusters\/[^/]+$/.test(path),
        );
        expect(clusterPuts.map(({ status }) => status)).toEqual([201]);

        expect(outputs.servicePrincipalClientId?.value).toBe("msi");
        expect(outputs.identityProfile?.value.kubeletidentity).toEqual({
            resourceId: outputs.kubeletIdentity?.value.resourceId,
            clientId: outputs.kubeletIdentity?.value.clientId,
            objectId: outputs.kubeletIdentity?.value.principalId,
        });
        expect(outputs.roleAssignments?.value.map(({ role }: { role: string }) => role)).toEqual([
            "Managed Identity Operator",
            "Network Contributor",
        ]);
        const done = await jobs(outputs.clusterName?.value);
        expect(done.length).toBeGreaterThan(0);
        expect(done.filter(({ allowed }) => !allowed)).toEqual([]);

        expect((await stack.up()).summary.resourceChanges).toEqual({ same: 10 });
        expect(newRequests().filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method))).toEqual([]);
        expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 10 });
        expect((await stack.preview()).changeSummary).toEqual({ same: 10 });

        newRequests();
        await stack.destroy();
        expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
        // The cluster goes before what it needs.
        const deleted = newRequests()
            .filter(({ method }) => method === "DELETE")
            .map(({ path }) => path.split("/").at(-2));
        expect(deleted[0]).toBe("managedClusters");
        expect(deleted.filter((type) => type === "roleAssignments")).toHaveLength(2);
        expect(remaining(azure.requests())).toEqual([]);
    });
});
