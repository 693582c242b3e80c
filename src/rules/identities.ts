import type { ManagedIdentityAksClusterArgs } from "../args";
import { KUBELET_IDENTITY_PAGE, MANAGED_IDENTITY_PAGE } from "../azure/pages";
import {
    REGION_WITHOUT_OWN_KUBELET_IDENTITY,
    REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
    takesOwnKubeletIdentity,
    takesUserAssignedIdentity,
} from "../azure/regions";
import { GUID } from "../values";
import { type Rule, rules } from "./rule";
import { isSet } from "./settings";

const IDENTITIES = ["controlPlaneIdentity", "kubeletIdentity"] as const;
type ExistingIdentityArgs = Pick<ManagedIdentityAksClusterArgs, (typeof IDENTITIES)[number]>;

/** How existing identities are named, in every component that takes them. */
export const EXISTING_IDENTITY_RULES = rules<ExistingIdentityArgs>(MANAGED_IDENTITY_PAGE, {
    ExistingIdentityId: {
        inputs: IDENTITIES.flatMap((identity) => [identity, `identities.${identity}`]).flatMap((identity) => [
            `${identity}.clientId`,
            `${identity}.principalId`,
        ]),
        accepts: GUID,
        message: "client id and principal id of an existing identity are GUIDs",
        fix: "Pass what `az identity show --ids <resource id>` prints as clientId and principalId.",
    },
    ExistingIdentityIdsTogether: {
        validate: (args) =>
            IDENTITIES.flatMap((identity) => {
                const { resourceId, clientId, principalId } = args[identity] ?? {};
                const isComplete = [resourceId, clientId, principalId].every(isSet);
                const given = Object.entries({ clientId, principalId }).filter(([, id]) => isSet(id));
                return isComplete ? [] : given.map(([name]) => [identity, name]);
            }),
        message:
            "an existing identity is looked up by its resourceId, or given whole with clientId and principalId beside it",
        fix: "Give all three, or resourceId alone.",
    },
});

/** Which identities AKS takes, and which together. */
export const IDENTITY_RULES: readonly Rule[] = [
    ...rules(MANAGED_IDENTITY_PAGE, {
        FormerPrincipalId: {
            inputs: ["controlPlaneIdentity.formerPrincipalId"],
            accepts: GUID,
            when: {
                "controlPlaneIdentity.formerPrincipalId": isSet,
                "controlPlaneIdentity.type": ["SystemAssigned", "ServicePrincipal"],
            },
            message:
                "the system-assigned identity of before is named by its object id, a GUID, beside a user-assigned one",
            fix: "Pass the principalId that the output controlPlaneIdentity had, or remove it.",
            source: "https://learn.microsoft.com/azure/aks/managed-identity-overview",
        },
        SystemAssignedTakesNoResourceId: {
            when: { "controlPlaneIdentity.resourceId": isSet, "controlPlaneIdentity.type": "SystemAssigned" },
            message: "Azure creates a system-assigned identity itself, so none can be named",
            fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        },
        AksManagedTakesNoResourceId: {
            when: { "kubeletIdentity.resourceId": isSet, "kubeletIdentity.type": "AksManaged" },
            message: "AKS creates a managed kubelet identity itself, so none can be named",
            fix: 'Remove resourceId, or set kubeletIdentity.type to "UserAssigned".',
        },
        KubeletIdentityNeedsUserAssignedControlPlane: {
            azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
            when: [
                { "kubeletIdentity.resourceId": isSet, "controlPlaneIdentity.type": "SystemAssigned" },
                { "kubeletIdentity.type": "UserAssigned", "controlPlaneIdentity.type": "SystemAssigned" },
            ],
            message:
                "AKS takes an own kubelet identity only beside a user-assigned control plane identity, and this control plane is system-assigned",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity.',
            source: KUBELET_IDENTITY_PAGE,
        },
        IdentitiesTakeTheirPlace: {
            when: IDENTITIES.map((identity) => ({ [identity]: isSet, identities: isSet })),
            message: "identities names both identities of the cluster, and this names one, too",
            fix: "Remove one of the two.",
        },
    }),
    {
        ...REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
        validate: ({ controlPlaneIdentity: { type = "UserAssigned" } = {}, location }) =>
            type === "UserAssigned" && !takesUserAssignedIdentity(location) && "location",
    },
    {
        ...REGION_WITHOUT_OWN_KUBELET_IDENTITY,
        validate: ({ controlPlaneIdentity = {}, kubeletIdentity = {}, location }) =>
            [controlPlaneIdentity.type, kubeletIdentity.type].every(
                (type = "UserAssigned") => type === "UserAssigned",
            ) &&
            !takesOwnKubeletIdentity(location) &&
            "location",
    },
];
