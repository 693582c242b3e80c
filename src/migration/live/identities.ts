import { isInResourceGroup, sameId } from "../../azure/resourceId";
import { ADDON_IDENTITIES, type AddonIdentityName, type GrantedIdentity } from "../../grants/grant";
import { isRecord, type Values, withoutUndefined } from "../../values";
import type { LiveCluster } from "./liveCluster";

/** What a control plane, kubelets or an add-on run as; ids are absent where they are not known. */
export interface Identity {
    kind: "ServicePrincipal" | "SystemAssigned" | "UserAssigned" | "AksManaged";
    /** Resource id of a user-assigned identity, or of one that AKS creates. */
    resourceId?: string;
    clientId?: string;
    /** Object id, which role assignments name. */
    principalId?: string;
}

/** The identities of a cluster. Add-ons that are on have identities of their own, unless it has a service principal. */
export type Identities = Partial<Record<GrantedIdentity, Identity>>;

/** What a managed-identity cluster shows in place of a service principal. */
export const NO_SERVICE_PRINCIPAL = "msi";

/** The identities of a cluster, from its properties as Azure shows them or as a program sets them. */
export function identitiesIn(values: Values): Identities {
    const { servicePrincipalProfile, identity, identityProfile, nodeResourceGroup } = values;
    const { type, principalId }: Values = Object(identity);
    const { clientId } = idsIn(servicePrincipalProfile);
    const isServicePrincipal =
        clientId === undefined
            ? servicePrincipalProfile !== undefined && (type === undefined || type === "None")
            : !sameId(clientId, NO_SERVICE_PRINCIPAL);
    if (isServicePrincipal) {
        const principal: Identity = { kind: "ServicePrincipal", ...idsIn({ clientId }) };
        return Object.fromEntries(["controlPlane", "kubelet", ...addonsOn(values)].map((name) => [name, principal]));
    }
    const [userAssigned] = userAssignedIn(identity);
    const kubelet = idsIn(Object(identityProfile).kubeletidentity);
    return withoutUndefined<Identities>({
        controlPlane: userAssigned
            ? { kind: "UserAssigned", ...idsIn(userAssigned) }
            : type === "SystemAssigned"
              ? { kind: type, ...idsIn({ principalId }) }
              : undefined,
        kubelet: {
            kind:
                kubelet.resourceId === undefined || isInResourceGroup(kubelet.resourceId, nodeResourceGroup)
                    ? "AksManaged"
                    : "UserAssigned",
            ...kubelet,
        },
        ...Object.fromEntries(addonsOn(values).map((name) => [name, { kind: "AksManaged" }])),
        ...Object.fromEntries(
            addonProfiles(values)
                .filter(([, { identity: shown }]) => idsIn(shown).principalId !== undefined)
                .map(([name, { identity: shown }]) => [name, { kind: "AksManaged", ...idsIn(shown) }]),
        ),
    } as Identities);
}

/** The add-ons with identities that a cluster or a program mentions, and whether they are on. */
export function addonsIn(values: Values): ReadonlyMap<AddonIdentityName, boolean> {
    return new Map(addonProfiles(values).map(([name, { enabled }]) => [name, enabled === true]));
}

function addonsOn(values: Values): AddonIdentityName[] {
    return [...addonsIn(values)].flatMap(([name, isOn]) => (isOn ? [name] : []));
}

function addonProfiles({ addonProfiles: profiles, ingressProfile }: Values): [AddonIdentityName, Values][] {
    const { webAppRouting } = Object(ingressProfile) as Values;
    const all = { ...Object(profiles), ...(webAppRouting !== undefined && { webAppRouting }) } as Values;
    return Object.entries(all).flatMap(([key, profile]): [AddonIdentityName, Values][] => {
        // Azure writes these keys in several letter cases.
        const name = ADDON_IDENTITIES.find((each) => sameId(each, key));
        return name === undefined ? [] : [[name, Object(profile)]];
    });
}

/** The user-assigned identities of a control plane. An answer has the ids as keys, a request lists them. */
export function userAssignedIn(identity: unknown): ({ resourceId: string } & Values)[] {
    const { userAssignedIdentities: given } = Object(identity) as Values;
    const entries = Array.isArray(given) ? given.map((id) => [id, {}]) : Object.entries(isRecord(given) ? given : {});
    return entries.map(([id, ids]) => ({ ...Object(ids), resourceId: String(id) }));
}

/** The ids in any of Azure's descriptions of an identity: AKS calls the object id `objectId`. */
export function idsIn(shown: unknown): Omit<Identity, "kind"> {
    const { resourceId, clientId, principalId, objectId } = Object(shown) as Values;
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
    return withoutUndefined({
        resourceId: text(resourceId),
        clientId: text(clientId),
        principalId: text(principalId) ?? text(objectId),
    });
}

/** The identities among the outputs of a component, or among those of a stack that has them one by one. */
export function identitiesOfOutputs(outputs: Values): Partial<Record<GrantedIdentity, Partial<Identity>>> {
    const { controlPlaneIdentity, kubeletIdentity, addonIdentities, nodeResourceGroup } = outputs;
    const ofCluster = identitiesIn(outputs);
    const { type: kind }: { type?: Identity["kind"] } = Object(controlPlaneIdentity);
    const controlPlane = idsIn(controlPlaneIdentity);
    const kubelet = { ...ofCluster.kubelet, ...idsIn(kubeletIdentity) };
    const isOfAks = isInResourceGroup(kubelet.resourceId, nodeResourceGroup);
    const isKnown = controlPlane.principalId !== undefined || kind === "ServicePrincipal";
    return withoutUndefined({
        controlPlane: isKnown ? { ...(typeof kind === "string" && { kind }), ...controlPlane } : ofCluster.controlPlane,
        kubelet:
            kubelet.principalId === undefined && kind !== "ServicePrincipal"
                ? undefined
                : { ...kubelet, kind: kind === "ServicePrincipal" ? kind : isOfAks ? "AksManaged" : "UserAssigned" },
        ...Object.fromEntries(
            Object.entries(Object(addonIdentities))
                .map(([name, shown]) => [name, { kind: "AksManaged", ...idsIn(shown) }] as const)
                .filter(([, { principalId }]) => principalId !== undefined),
        ),
    } as ReturnType<typeof identitiesOfOutputs>);
}

/** Whether two readings are of the same identity: of a user-assigned one, the resource ids tell. */
export function isSameIdentity(one: Identity | undefined, other: Identity | undefined): boolean {
    return (
        one !== undefined &&
        one.kind === other?.kind &&
        (one.kind !== "UserAssigned" ||
            (one.resourceId !== undefined && sameId(one.resourceId, other.resourceId ?? "")))
    );
}

/** Resource id of the cluster's kubelet identity; undefined for a cluster with a service principal. */
export function kubeletIdentityOf({ values }: LiveCluster): string | undefined {
    return identitiesIn(values).kubelet?.resourceId;
}

/** Client id of the service principal of a cluster; undefined for one with managed identities. */
export function servicePrincipalOf({ values }: LiveCluster): string | undefined {
    const { kind, clientId } = { ...identitiesIn(values).controlPlane };
    return kind === "ServicePrincipal" ? clientId : undefined;
}

export function usesServicePrincipal(cluster: LiveCluster): boolean {
    return servicePrincipalOf(cluster) !== undefined;
}

/** Object ids of what a cluster runs as. That of a service principal stays unknown. */
export function livePrincipals({ values }: LiveCluster): Partial<Record<GrantedIdentity, string>> {
    const known = Object.entries(identitiesIn(values)).filter(([, { principalId }]) => principalId !== undefined);
    return Object.fromEntries(known.map(([name, { principalId }]) => [name, principalId]));
}
