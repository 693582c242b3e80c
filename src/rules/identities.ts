import type { ManagedIdentityAksClusterArgs } from "../args";
import { KUBELET_IDENTITY_PAGE, MANAGED_IDENTITY_PAGE } from "../azure/pages";
import {
    REGION_WITHOUT_OWN_KUBELET_IDENTITY,
    REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
    takesOwnKubeletIdentity,
    takesUserAssignedIdentity,
} from "../azure/regions";
import { type Rule, rules } from "../validation/rule";
import { isSet, SYSTEM_ASSIGNED } from "../validation/settings";
import { GUID } from "../values";
import { ofIdentities } from "./pools";

const IDENTITIES = ["controlPlaneIdentity", "kubeletIdentity"] as const;
type ExistingIdentityArgs = Pick<ManagedIdentityAksClusterArgs, (typeof IDENTITIES)[number]>;

/** How existing identities are named, in every component that accepts them. */
export const EXISTING_IDENTITY_RULES = rules<ExistingIdentityArgs>(MANAGED_IDENTITY_PAGE, {
    ExistingIdentityId: {
        inputs: ofIdentities("clientId", "principalId"),
        accepts: GUID,
        message: "the client id and principal id of an existing identity must be GUIDs",
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
        message: "clientId and principalId must be set together, and with resourceId",
        fix: "Set all three, or resourceId alone.",
    },
});

/** Which identities AKS accepts, and in which combinations. */
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
                "this must be the object id, a GUID, of the system-assigned identity that the control plane had before its user-assigned one",
            fix: "Pass the principalId that the output controlPlaneIdentity had, or remove it.",
        },
        SystemAssignedTakesNoResourceId: {
            when: { "controlPlaneIdentity.resourceId": isSet, ...SYSTEM_ASSIGNED },
            message: "Azure creates a system-assigned identity itself, so you cannot set its resource id",
            fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        },
        AksManagedTakesNoResourceId: {
            when: { "kubeletIdentity.resourceId": isSet, "kubeletIdentity.type": "AksManaged" },
            message: "AKS creates this kubelet identity itself, so you cannot set its resource id",
            fix: 'Remove resourceId, or set kubeletIdentity.type to "UserAssigned".',
        },
        KubeletIdentityNeedsUserAssignedControlPlane: {
            azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
            when: [
                { "kubeletIdentity.resourceId": isSet, ...SYSTEM_ASSIGNED },
                { "kubeletIdentity.type": "UserAssigned", ...SYSTEM_ASSIGNED },
            ],
            message:
                "your own kubelet identity requires a user-assigned control plane identity, and this control plane is system-assigned",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity.',
            source: KUBELET_IDENTITY_PAGE,
        },
        IdentitiesTakeTheirPlace: {
            when: IDENTITIES.map((identity) => ({ [identity]: isSet, identities: isSet })),
            message: "the input identities already sets both identities of the cluster",
            fix: "Remove this input or identities.",
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
