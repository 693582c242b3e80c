import {
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
    type ServicePrincipalArgs,
} from "../args";
import { GUID, isObject, isRecord, matches } from "../values";
import { given } from "./places";
import type { Path, Place, Rule } from "./rule";

const SERVICE_PRINCIPAL = "https://learn.microsoft.com/azure/aks/kubernetes-service-principal";

/** The legacy service principal, which takes nothing beside it. */
export const SERVICE_PRINCIPAL_RULES: readonly Rule[] = [
    {
        code: "ServicePrincipalMissing",
        asksOutputs: true,
        hidesValue: true,
        places: ({ controlPlaneIdentity }) =>
            controlPlaneIdentity?.type === ControlPlaneIdentityType.ServicePrincipal ||
            controlPlaneIdentity?.servicePrincipal !== undefined
                ? [
                      {
                          path: ["controlPlaneIdentity", "servicePrincipal"],
                          value: controlPlaneIdentity.servicePrincipal,
                      },
                  ]
                : [],
        broken: (value) => !isRecord(value),
        rule: "a control plane of type ServicePrincipal is named by an object with its clientId",
        fix: 'Pass { clientId: "<application id>" }, or another type for a managed identity.',
        source: SERVICE_PRINCIPAL,
    },
    {
        code: "ServicePrincipalClientId",
        places: (args) =>
            servicePrincipal(args, ({ clientId }, path) => [
                { path: [...path, "clientId"], value: clientId },
            ]),
        broken: (value) => !matches(GUID, value),
        rule: "a service principal is named by its client (application) id, a GUID",
        fix: "Pass the appId that `az ad sp list --display-name <name>` shows, not the object id or the name.",
        source: SERVICE_PRINCIPAL,
    },
    {
        code: "ServicePrincipalSecret",
        hidesValue: true,
        places: (args) =>
            servicePrincipal(args, ({ clientSecret }, path) =>
                given([...path, "clientSecret"], clientSecret),
            ),
        broken: (value) => typeof value !== "string" || value.trim() === "",
        rule: "a client secret is a text that is not empty",
        fix: "Pass it from a secret of the stack's configuration, or leave it out for a cluster that exists.",
        source: SERVICE_PRINCIPAL,
    },
    {
        code: "ServicePrincipalTakesNoResourceId",
        asksOutputs: true,
        places: ({ controlPlaneIdentity }) =>
            given(
                ["controlPlaneIdentity", "resourceId"],
                controlPlaneIdentity?.resourceId,
                controlPlaneIdentity?.type,
            ),
        broken: (_, type) => type === ControlPlaneIdentityType.ServicePrincipal,
        rule: "a service principal is no Azure resource, so none can be named by resource id",
        fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        source: SERVICE_PRINCIPAL,
    },
    {
        code: "ServicePrincipalTakesNoKubeletIdentity",
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        asksOutputs: true,
        places: (args) => given(["kubeletIdentity"], args.kubeletIdentity, args.controlPlaneIdentity?.type),
        broken: (_, type) => type === ControlPlaneIdentityType.ServicePrincipal,
        rule: "the kubelets of a cluster with a service principal run as that principal",
        fix: "Remove kubeletIdentity; it can come together with the managed identity of the control plane.",
        source: "https://learn.microsoft.com/azure/aks/use-managed-identity#use-a-pre-created-kubelet-managed-identity",
    },
];

type ServicePrincipalPlaces = (principal: ServicePrincipalArgs, path: Path) => Place[];

/** The places inside of a service principal; what is no object has a rule of its own. */
function servicePrincipal(
    { controlPlaneIdentity }: ManagedIdentityAksClusterArgs,
    places: ServicePrincipalPlaces,
): Place[] {
    const principal = controlPlaneIdentity?.servicePrincipal;
    return isObject(principal) ? places(principal, ["controlPlaneIdentity", "servicePrincipal"]) : [];
}
