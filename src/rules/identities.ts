import type { ManagedIdentityAksClusterArgs } from "../args";
import { KUBELET_IDENTITY_PAGE, MANAGED_IDENTITY_PAGE } from "../azure/pages";
import {
    REGION_WITHOUT_OWN_KUBELET_IDENTITY,
    REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
    takesOwnKubeletIdentity,
    takesUserAssignedIdentity,
} from "../azure/regions";
import { GUID } from "../values";

import { textFormat } from "./formats";
import { type Format, isSet, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const IDENTITIES = ["controlPlaneIdentity", "kubeletIdentity"] as const;

const FORMER_PRINCIPAL_ID = textFormat(GUID, {
    code: "FormerPrincipalId",
    inputs: ["controlPlaneIdentity.formerPrincipalId"],
    message: "the system-assigned identity of before is named by its object id, a GUID, beside a user-assigned one",
    fix: "Pass the principalId that the output controlPlaneIdentity had, or remove it.",
    source: "https://learn.microsoft.com/azure/aks/managed-identity-overview",
});

export const IDENTITY_FORMATS: readonly Format[] = [
    {
        code: "IdentityType",
        inputs: ["controlPlaneIdentity.type"],
        message:
            "the control plane's identity is UserAssigned or SystemAssigned, or ServicePrincipal to migrate from it",
        fix: "Use one of them, or leave it out for a user-assigned identity.",
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        code: "KubeletIdentityType",
        inputs: ["kubeletIdentity.type"],
        message: "the kubelet identity is UserAssigned or AksManaged",
        fix: "Use one of the two, or leave it out.",
        source: MANAGED_IDENTITY_PAGE,
    },
    textFormat(GUID, {
        code: "ExistingIdentityId",
        inputs: IDENTITIES.flatMap((identity) =>
            ["clientId", "principalId"].flatMap((id) => [`${identity}.${id}`, `identities.${identity}.${id}`]),
        ),
        message: "client id and principal id of an existing identity are GUIDs",
        fix: "Pass what `az identity show --ids <resource id>` prints as clientId and principalId.",
        source: MANAGED_IDENTITY_PAGE,
    }),
    FORMER_PRINCIPAL_ID,
];

/** How existing identities are named, in every component that takes them. */
export const EXISTING_IDENTITY_RULES: readonly Rule<
    Pick<ManagedIdentityAksClusterArgs, (typeof IDENTITIES)[number]>
>[] = [
    {
        code: "ExistingIdentityIdsTogether",
        validate: (args) =>
            IDENTITIES.flatMap((identity) => {
                const { resourceId, clientId, principalId } = args[identity] ?? {};
                const isIncomplete = [resourceId, clientId, principalId].includes(undefined);
                return [
                    ...when(isSet(clientId) && isIncomplete, [identity, "clientId"]),
                    ...when(isSet(principalId) && isIncomplete, [identity, "principalId"]),
                ];
            }),
        message:
            "an existing identity is looked up by its resourceId, or given whole with clientId and principalId beside it",
        fix: "Give all three, or resourceId alone.",
        source: MANAGED_IDENTITY_PAGE,
    },
];

/** Which identities AKS takes, and which together. */
export const IDENTITY_RULES: readonly Rule[] = [
    {
        code: "SystemAssignedTakesNoResourceId",
        validate: together({
            "controlPlaneIdentity.resourceId": GIVEN,
            "controlPlaneIdentity.type": "SystemAssigned",
        }),
        message: "Azure creates a system-assigned identity itself, so none can be named",
        fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        code: "AksManagedTakesNoResourceId",
        validate: together({ "kubeletIdentity.resourceId": GIVEN, "kubeletIdentity.type": "AksManaged" }),
        message: "AKS creates a managed kubelet identity itself, so none can be named",
        fix: 'Remove resourceId, or set kubeletIdentity.type to "UserAssigned".',
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        code: "KubeletIdentityNeedsUserAssignedControlPlane",
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        validate: ({ controlPlaneIdentity, kubeletIdentity = {} }) =>
            controlPlaneIdentity?.type === "SystemAssigned"
                ? [
                      ...when(isSet(kubeletIdentity.resourceId), "kubeletIdentity.resourceId"),
                      ...when(kubeletIdentity.type === "UserAssigned", "kubeletIdentity.type"),
                  ]
                : [],
        message:
            "AKS takes an own kubelet identity only beside a user-assigned control plane identity, and this control plane is system-assigned",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity.',
        source: KUBELET_IDENTITY_PAGE,
    },
    {
        ...FORMER_PRINCIPAL_ID,
        validate: together({
            "controlPlaneIdentity.formerPrincipalId": GIVEN,
            "controlPlaneIdentity.type": ["SystemAssigned", "ServicePrincipal"],
        }),
    },
    {
        code: "IdentitiesTakeTheirPlace",
        validate: (args) =>
            IDENTITIES.flatMap((identity) => when(isSet(args.identities) && isSet(args[identity]), identity)),
        message: "identities names both identities of the cluster, and this names one, too",
        fix: "Remove one of the two.",
        source: MANAGED_IDENTITY_PAGE,
    },
    {
        ...REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
        validate: ({ controlPlaneIdentity: { type = "UserAssigned" } = {}, location }) =>
            when(
                typeof location === "string" && type === "UserAssigned" && !takesUserAssignedIdentity(location),
                "location",
            ),
    },
    {
        ...REGION_WITHOUT_OWN_KUBELET_IDENTITY,
        validate: ({ controlPlaneIdentity = {}, kubeletIdentity = {}, location }) => {
            const types = [controlPlaneIdentity.type, kubeletIdentity.type];
            const isOwn = types.every((type = "UserAssigned") => type === "UserAssigned");
            return when(typeof location === "string" && isOwn && !takesOwnKubeletIdentity(location), "location");
        },
    },
];
