import { KUBELET_IDENTITY_PAGE } from "../azure/pages";
import { rules } from "../validation/rule";
import { isSet, SERVICE_PRINCIPAL } from "../validation/settings";
import { GUID } from "../values";

/** The legacy service principal, which excludes every other identity. */
export const SERVICE_PRINCIPAL_RULES = rules("aks/kubernetes-service-principal", {
    ServicePrincipalMissing: {
        hidesValue: true,
        inputs: ["controlPlaneIdentity.servicePrincipal"],
        when: { "controlPlaneIdentity.servicePrincipal": undefined, ...SERVICE_PRINCIPAL },
        message:
            "a control plane of type ServicePrincipal requires an object with the clientId of the service principal",
        fix: 'Pass { clientId: "<application id>" }, or set controlPlaneIdentity.type to another value for a managed identity.',
    },
    ServicePrincipalNeedsItsType: {
        hidesValue: true,
        when: {
            "controlPlaneIdentity.servicePrincipal": isSet,
            "controlPlaneIdentity.type": [undefined, "UserAssigned", "SystemAssigned"],
        },
        message: "servicePrincipal requires controlPlaneIdentity.type ServicePrincipal",
        fix: 'Set controlPlaneIdentity.type to "ServicePrincipal". For a cluster that had the service principal before, set formerServicePrincipalClientId instead.',
    },
    FormerServicePrincipalClientId: {
        inputs: ["controlPlaneIdentity.formerServicePrincipalClientId"],
        accepts: GUID,
        when: { "controlPlaneIdentity.formerServicePrincipalClientId": isSet, ...SERVICE_PRINCIPAL },
        message:
            "this must be the client id, a GUID, of the service principal that a cluster had before its managed identity",
        fix: "Pass the clientId that controlPlaneIdentity.servicePrincipal had, or remove it.",
    },
    ServicePrincipalClientId: {
        inputs: ["controlPlaneIdentity.servicePrincipal.clientId"],
        accepts: GUID,
        message: "the clientId of a service principal must be its client (application) id, a GUID",
        fix: "Pass the appId that `az ad sp list --display-name <name>` shows, not the object id or the name.",
    },
    ServicePrincipalSecret: {
        hidesValue: true,
        inputs: ["controlPlaneIdentity.servicePrincipal.clientSecret"],
        message: "a client secret must be a string that is not empty",
        fix: "Pass a secret of the stack's configuration, or leave it out for an existing cluster.",
    },
    ServicePrincipalTakesNoResourceId: {
        when: { "controlPlaneIdentity.resourceId": isSet, ...SERVICE_PRINCIPAL },
        message: "a service principal is not an Azure resource, so it has no resource id",
        fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
    },
    ServicePrincipalTakesNoKubeletIdentity: {
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        when: { kubeletIdentity: isSet, ...SERVICE_PRINCIPAL },
        message: "the kubelets of a cluster with a service principal use that service principal",
        fix: "Remove kubeletIdentity. Set it together with a managed identity of the control plane.",
        source: KUBELET_IDENTITY_PAGE,
    },
});
