import * as azuread from "@pulumi/azuread";
import { ControlPlaneIdentityType } from "../../src";
import { withEngine } from "./engine";
import { clusterProgram } from "./program";
import { said } from "./transition";

const SECRET = "hush~Legacy-Cluster.4711";

/** A cluster on a service principal whose secret nobody marked as one. */
function legacyCluster(clientSecret?: string) {
    return () => {
        const application = new azuread.Application("legacy", { displayName: "legacy-cluster" });
        const { clientId } = new azuread.ServicePrincipal("legacy", { clientId: application.clientId });
        return clusterProgram(() => ({
            controlPlaneIdentity: {
                type: ControlPlaneIdentityType.ServicePrincipal,
                servicePrincipal: { clientId, ...(clientSecret && { clientSecret }) },
            },
        }))();
    };
}

test("the client secret stands nowhere in plain text: not in the state, not in an output, not in what is printed", async () => {
    await withEngine(legacyCluster(SECRET), {}, async ({ stack, azure, stateText, jobs }) => {
        const printed: string[] = [];
        const onOutput = (text: string) => printed.push(text);
        await stack.preview({ onOutput });
        const { outputs } = await stack.up({ onOutput });
        const places = {
            state: await stateText(),
            outputs: JSON.stringify(outputs),
            printed: printed.join(""),
            log: JSON.stringify(azure.requests()),
        };
        for (const [place, text] of Object.entries(places)) {
            expect({ place, found: text.includes(SECRET) }).toEqual({ place, found: false });
        }
        expect(places.state).toContain("ciphertext");
        // It did reach AKS, which makes no cluster without.
        expect(outputs.servicePrincipalClientId).toEqual({
            value: outputs.controlPlaneIdentity?.value.clientId,
            secret: false,
        });
        expect((await jobs(outputs.clusterName?.value)).filter(({ allowed }) => !allowed)).toEqual([]);
        expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        expect(Object.keys((await stack.refresh()).summary.resourceChanges ?? {})).toEqual(["same"]);
        await stack.destroy();
        expect((await stack.exportStack()).deployment.resources ?? []).toEqual([]);
    });
});

test("a new cluster without the secret is refused in the preview", async () => {
    await withEngine(legacyCluster(), {}, async ({ stack, newRequests }) => {
        const events: Parameters<typeof said>[0] = [];
        await expect(stack.preview({ onEvent: (event) => events.push(event) })).rejects.toThrow();
        expect(said(events)).toContain(
            "aks: AKS needs the secret of the service principal to create the cluster. Set controlPlaneIdentity.servicePrincipal.clientSecret. Better, use a managed identity. (ServicePrincipalNeedsSecret;",
        );
        expect(newRequests().filter(({ method }) => method === "PUT")).toEqual([]);
    });
});
