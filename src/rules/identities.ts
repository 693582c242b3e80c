import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import {
    REGION_WITHOUT_OWN_KUBELET_IDENTITY,
    REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
    takesOwnKubeletIdentity,
    takesUserAssignedIdentity,
} from "../azure/regions";
import { GUID, isObject, matches, oneOf } from "../values";
import { given } from "./places";
import type { Place, Rule, Verdict } from "./rule";
import { IDENTITY_RESOURCE_ID, MANAGED_IDENTITY } from "./verdicts";

/** Identities as every component takes them by the ids of existing ones. */
type IdentitiesArgs = Pick<ManagedIdentityAksClusterArgs, "controlPlaneIdentity" | "kubeletIdentity">;

const EXISTING_IDENTITY_ID: Verdict = {
    code: "ExistingIdentityId",
    broken: (value) => !matches(GUID, value),
    rule: "client id and principal id of an existing identity are GUIDs",
    fix: "Pass what `az identity show --ids <resource id>` prints as clientId and principalId.",
    source: MANAGED_IDENTITY,
};

/** How existing identities are named. */
export const EXISTING_IDENTITY_RULES: readonly Rule<IdentitiesArgs>[] = [
    {
        ...IDENTITY_RESOURCE_ID,
        places: (args) => [
            ...given(["controlPlaneIdentity", "resourceId"], args.controlPlaneIdentity?.resourceId),
            ...given(["kubeletIdentity", "resourceId"], args.kubeletIdentity?.resourceId),
        ],
    },
    {
        ...EXISTING_IDENTITY_ID,
        places: (args) => [
            ...existingIds(args, "controlPlaneIdentity", ["clientId", "principalId"]),
            ...existingIds(args, "kubeletIdentity", ["clientId", "principalId"]),
        ],
    },
    {
        code: "ExistingIdentityIdsTogether",
        asksOutputs: true,
        places: (args) =>
            (["controlPlaneIdentity", "kubeletIdentity"] as const).flatMap((identity) =>
                existingIds(args, identity, ["clientId", "principalId"]).map((place) => ({
                    ...place,
                    beside: existingIds(args, identity, ["resourceId", "clientId", "principalId"]).length,
                })),
            ),
        broken: (_, given) => given !== 3,
        rule: "an existing identity is looked up by its resourceId, or given whole with clientId and principalId beside it",
        fix: "Give all three, or resourceId alone.",
        source: MANAGED_IDENTITY,
    },
];

/** Which identities AKS takes, and which together. */
export const IDENTITY_RULES: readonly Rule[] = [
    {
        code: "IdentityType",
        places: (args) => given(["controlPlaneIdentity", "type"], args.controlPlaneIdentity?.type),
        broken: (value) => !oneOf(ControlPlaneIdentityType, value),
        rule: "the control plane's identity is UserAssigned or SystemAssigned, or ServicePrincipal to migrate from it",
        fix: "Use one of them, or leave it out for a user-assigned identity.",
        source: MANAGED_IDENTITY,
    },
    {
        code: "KubeletIdentityType",
        places: (args) => given(["kubeletIdentity", "type"], args.kubeletIdentity?.type),
        broken: (value) => !oneOf(KubeletIdentityType, value),
        rule: "the kubelet identity is UserAssigned or AksManaged",
        fix: "Use one of the two, or leave it out.",
        source: MANAGED_IDENTITY,
    },
    ...EXISTING_IDENTITY_RULES,
    {
        code: "SystemAssignedTakesNoResourceId",
        asksOutputs: true,
        places: (args) =>
            given(
                ["controlPlaneIdentity", "resourceId"],
                args.controlPlaneIdentity?.resourceId,
                args.controlPlaneIdentity?.type,
            ),
        broken: (_, type) => type === ControlPlaneIdentityType.SystemAssigned,
        rule: "Azure makes a system-assigned identity itself, so none can be named",
        fix: 'Remove resourceId, or set controlPlaneIdentity.type to "UserAssigned".',
        source: MANAGED_IDENTITY,
    },
    {
        code: "AksManagedTakesNoResourceId",
        asksOutputs: true,
        places: (args) =>
            given(
                ["kubeletIdentity", "resourceId"],
                args.kubeletIdentity?.resourceId,
                args.kubeletIdentity?.type,
            ),
        broken: (_, type) => type === KubeletIdentityType.AksManaged,
        rule: "AKS makes a managed kubelet identity itself, so none can be named",
        fix: 'Remove resourceId, or set kubeletIdentity.type to "UserAssigned".',
        source: MANAGED_IDENTITY,
    },
    {
        code: "KubeletIdentityNeedsUserAssignedControlPlane",
        azureCode: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        asksOutputs: true,
        places: (args) => [
            ...given(
                ["kubeletIdentity", "resourceId"],
                args.kubeletIdentity?.resourceId,
                args.controlPlaneIdentity?.type,
            ),
            ...given(
                ["kubeletIdentity", "type"],
                args.kubeletIdentity?.type,
                args.controlPlaneIdentity?.type,
            ),
        ],
        broken: (value, controlPlane) =>
            controlPlane === ControlPlaneIdentityType.SystemAssigned &&
            value !== KubeletIdentityType.AksManaged,
        rule: "AKS takes an own kubelet identity only beside a user-assigned control plane identity, and this control plane is system-assigned",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity.',
        source: `${MANAGED_IDENTITY}#use-a-pre-created-kubelet-managed-identity`,
    },
    {
        code: "FormerPrincipalId",
        places: (args) =>
            given(
                ["controlPlaneIdentity", "formerPrincipalId"],
                args.controlPlaneIdentity?.formerPrincipalId,
                args.controlPlaneIdentity?.type ?? ControlPlaneIdentityType.UserAssigned,
            ),
        broken: (value, type) => !matches(GUID, value) || type !== ControlPlaneIdentityType.UserAssigned,
        rule: "the system-assigned identity of before is named by its object id, a GUID, beside a user-assigned one",
        fix: "Pass the principalId that the output controlPlaneIdentity had, or remove it.",
        source: "https://learn.microsoft.com/azure/aks/managed-identity-overview",
    },
    {
        code: "IdentitiesTakeTheirPlace",
        asksOutputs: true,
        places: (args) => [
            ...given(["controlPlaneIdentity"], args.controlPlaneIdentity, args.identities),
            ...given(["kubeletIdentity"], args.kubeletIdentity, args.identities),
        ],
        broken: (_, identities) => identities !== undefined,
        rule: "identities names both identities of the cluster, and this names one, too",
        fix: "Remove one of the two.",
        source: MANAGED_IDENTITY,
    },
    {
        ...IDENTITY_RESOURCE_ID,
        places: (args) => idsInIdentities(args, ["resourceId"]),
    },
    {
        ...EXISTING_IDENTITY_ID,
        places: (args) => idsInIdentities(args, ["clientId", "principalId"]),
    },
    {
        ...REGION_WITHOUT_USER_ASSIGNED_IDENTITY,
        places: (args) => given(["location"], args.location, args.controlPlaneIdentity?.type),
        broken: (value, type) =>
            (type === undefined || type === ControlPlaneIdentityType.UserAssigned) &&
            !takesUserAssignedIdentity(value),
        rule: REGION_WITHOUT_USER_ASSIGNED_IDENTITY.message,
    },
    {
        ...REGION_WITHOUT_OWN_KUBELET_IDENTITY,
        places: (args) =>
            given(["location"], args.location, [args.controlPlaneIdentity?.type, args.kubeletIdentity?.type]),
        broken: (value, types) =>
            Array.isArray(types) &&
            types.every((type) => type === undefined || type === KubeletIdentityType.UserAssigned) &&
            !takesOwnKubeletIdentity(value),
        rule: REGION_WITHOUT_OWN_KUBELET_IDENTITY.message,
    },
];

function existingIds(
    args: IdentitiesArgs,
    identity: "controlPlaneIdentity" | "kubeletIdentity",
    ids: ("resourceId" | "clientId" | "principalId")[],
): Place[] {
    const existing = args[identity];
    return ids.flatMap((id) => given([identity, id], isObject(existing) ? existing[id] : undefined));
}

/** Ids of identities that come with their role assignments, where the program writes them out. */
function idsInIdentities(
    { identities }: ManagedIdentityAksClusterArgs,
    ids: ("resourceId" | "clientId" | "principalId")[],
): Place[] {
    return (["controlPlaneIdentity", "kubeletIdentity"] as const).flatMap((name) => {
        const identity: unknown = isObject(identities) ? Reflect.get(identities, name) : undefined;
        return ids.flatMap((id) =>
            given(["identities", name, id], isObject(identity) ? Reflect.get(identity, id) : undefined),
        );
    });
}
