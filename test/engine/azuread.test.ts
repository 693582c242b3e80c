import * as azuread from "@pulumi/azuread";
import { withEngine } from "./engine";

/** What a legacy service-principal cluster and Entra settings need of the directory. */
async function directory() {
    const application = new azuread.Application("legacy", { displayName: "legacy-cluster" });
    const principal = new azuread.ServicePrincipal("legacy", { clientId: application.clientId });
    const password = new azuread.ApplicationPassword("legacy", { applicationId: application.id });
    const admins = new azuread.Group("admins", { displayName: "cluster-admins", securityEnabled: true });
    const found = azuread.getServicePrincipalOutput({ clientId: principal.clientId });
    return {
        found: found.objectId,
        made: principal.objectId,
        admins: admins.objectId,
        secret: password.value,
    };
}

test("applications, service principals, secrets and groups live beside the cluster's own resources", async () => {
    await withEngine(directory, {}, async ({ stack, stateText }) => {
        expect((await stack.preview()).changeSummary).toEqual({ create: 5 });
        const { outputs } = await stack.up();
        expect(outputs.found?.value).toBe(outputs.made?.value);
        expect(outputs.secret?.secret).toBe(true);
        expect((await stateText()).includes(String(outputs.secret?.value))).toBe(false);
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: 5 });
        expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 5 });
        await stack.destroy();
        expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
    });
});
