import { GUID } from "../values";
import { textFormat } from "./formats";
import type { Format, Rule } from "./rule";
import { GIVEN, together } from "./together";

const SERVICE_PRINCIPAL = "https://learn.microsoft.com/azure/aks/kubernetes-service-principal";

const MISSING: Format = {
    code: "ServicePrincipalMissing",
    hidesValue: true,
    inputs: ["controlPlaneIdentity.servicePrincipal"],
    message: "a control plane of type ServicePrincipal is named by an object with its clientId",
    fix: 'Pass { clientId: "<application id>" }, or another type for a managed identity.',
    source: SERVICE_PRINCIPAL,
};

export const SERVICE_PRINCIPAL_FORMATS: readonly Format[] = [
    MISSING,
    textFormat(GUID, {
        code: "ServicePrincipalClientId",
        inputs: ["controlPlaneIdentity.servicePrincipal.clientId"],
        message: "a service principal is named by its client (application) id, a GUID",
        fix: "Pass the appId that `az ad sp list --display-name <name>` shows, not the object id or the name.",
        source: SERVICE_PRINCIPAL,
    }),
    {
        code: "ServicePrincipalSecret",
        hidesValue: true,
        inputs: ["controlPlaneIdentity.servicePrincipal.clientSecret"],
        message: "a client secret is a text that is not empty",
        fix: "Pass it from a secret of the stack's configuration, or leave it out for a cluster that exists.",
        source: SERVICE_PRINCIPAL,
    },
];

/** The legacy service principal, which takes nothing beside it. */
export const SERVICE_PRINCIPAL_RULES: readonly Rule[] = [
    {
        ...MISSING,
        validate: together({
            "controlPlaneIdentity.servicePrincipal": undefined,
            "controlPlaneIdentity.type": "ServicePrincipal",
        }),
    },
    {
        code: "ServicePrincipalTakesNoResourceId",
        validate: together({
            "controlPlaneIdentity.resourceId": GIVEN,
            "controlPlaneIdentity.type": "ServicePrincipal",
        }),
        message: "a service principal is no Azure resource, so none can be named by resource id",
        fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        source: SERVICE_PRINCIPAL,
    },
    {
        code: "ServicePrincipalTakesNoKubeletIdentity",
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        validate: together({ kubeletIdentity: GIVEN, "controlPlaneIdentity.type": "ServicePrincipal" }),
        message: "the kubelets of a cluster with a service principal run as that principal",
        fix: "Remove kubeletIdentity; it can come together with the managed identity of the control plane.",
        source: "https://learn.microsoft.com/azure/aks/use-managed-identity#use-a-pre-created-kubelet-managed-identity",
    },
];
