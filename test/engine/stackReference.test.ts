import { RoleAssignment } from "@pulumi/azure-native/authorization";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import { withEngine } from "./engine";
import { VM_SIZE } from "./program";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const UPSTREAM = "platform";

/** What a platform's stack hands to the stacks of its users. */
const HANDED_ON = [
    "identity",
    "identityProfile",
    "controlPlaneIdentity",
    "kubeletIdentity",
    "addonIdentities",
    "oidcIssuerUrl",
    "roleAssignments",
    "kubeconfig",
] as const;

async function platform(): Promise<Record<string, unknown>> {
    const group = new ResourceGroup("group");
    const aks = new ManagedIdentityAksCluster("aks", {
        resourceGroupName: group.name,
        systemNodePool: { vmSize: VM_SIZE },
        addons: { azurePolicy: true, keyVaultSecrets: {} },
        exportKubeconfig: true,
        oidcIssuer: true,
        workloadIdentity: true,
    });
    return Object.fromEntries(HANDED_ON.map((name) => [name, aks[name]]));
}

async function app(): Promise<Record<string, unknown>> {
    const reference = new pulumi.StackReference(`organization/${UPSTREAM}/dev`);
    const group = new ResourceGroup("app");
    const principalId = reference.requireOutput("kubeletIdentity").apply((identity) => identity.principalId);
    new RoleAssignment("kubelet-reader", {
        scope: group.id,
        principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: pulumi.interpolate`${group.id.apply(subscriptionOf)}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
    });
    const orders = new AksWorkloadIdentity("orders", {
        resourceGroupName: group.name,
        oidcIssuerUrl: reference.requireOutput("oidcIssuerUrl"),
        serviceAccounts: [{ namespace: "shop", name: "orders" }],
        extraRoleAssignments: [{ name: "own-group", role: READER, scope: group.id }],
    });
    const received = HANDED_ON.map((name) => [name, reference.requireOutput(name)]);
    return { ...Object.fromEntries(received), annotations: orders.serviceAccountAnnotations };
}

const subscriptionOf = (id: string) => id.split("/").slice(0, 3).join("/");

test("another project's stack gets the outputs as they are, uses them, and keeps the secret one secret", async () => {
    await withEngine(platform, { project: UPSTREAM }, async ({ stack, openAnother, newRequests, stateText }) => {
        const { outputs: sent } = await stack.up();
        expect(Object.keys(sent.addonIdentities?.value).sort()).toEqual([
            "azureKeyvaultSecretsProvider",
            "azurepolicy",
        ]);
        newRequests();

        const downstream = await openAnother("app", app);
        const { outputs, summary } = await downstream.up();
        const { annotations, ...received } = outputs;
        expect(received).toEqual(sent);
        const secret = Object.entries(received).filter(([, output]) => output.secret);
        expect(secret.map(([name]) => name)).toEqual(["kubeconfig"]);
        const kubeconfig = JSON.stringify(sent.kubeconfig?.value).slice(1, -1);
        expect(kubeconfig).toContain("apiVersion: v1");
        expect(await stateText()).not.toContain(kubeconfig);
        expect(await stateText()).toContain(sent.kubeletIdentity?.value.principalId);

        const written = newRequests().filter(({ method }) => method === "PUT");
        const bodyOf = (part: RegExp) =>
            written.filter(({ path }) => part.test(path)).map(({ body }) => body as Record<string, object>);
        expect(bodyOf(/federatedIdentityCredentials/).map(({ properties }) => properties)).toEqual([
            expect.objectContaining({ issuer: sent.oidcIssuerUrl?.value }),
        ]);
        expect(bodyOf(/roleAssignments/).map(({ properties }) => properties)).toContainEqual(
            expect.objectContaining({ principalId: sent.kubeletIdentity?.value.principalId }),
        );
        expect(annotations?.value).toHaveProperty(["azure.workload.identity/client-id"]);

        expect((await downstream.up()).summary.resourceChanges).toEqual({
            same: summary.resourceChanges?.create,
        });
    });
});
