import { sameId } from "../../azure/resourceId";
import { ADDON_IDENTITIES, type AddonIdentityName } from "../../grants/grant";
import type { Values } from "../../values";

/** An identity that AKS has created for an add-on. */
export interface LiveAddonIdentity {
    /** Absent where AKS does not tell. */
    resourceId?: string;
    principalId: string;
}

type Addons<T> = Partial<Record<AddonIdentityName, T>>;

/** Identities that AKS has created for the add-ons of a cluster. */
export function liveAddonIdentities(cluster: Values): Addons<LiveAddonIdentity> {
    const found = profilesIn(cluster).flatMap(([name, { identity }]) => {
        const { objectId, resourceId } = Object(identity) as Values;
        return typeof objectId === "string"
            ? [[name, { principalId: objectId, ...(typeof resourceId === "string" && { resourceId }) }] as const]
            : [];
    });
    return Object.fromEntries(found);
}

/** The add-ons with identities that a cluster or a program mentions, and whether they are on. */
export function addonsIn(cluster: Values): ReadonlyMap<AddonIdentityName, boolean> {
    return new Map(profilesIn(cluster).map(([name, { enabled }]) => [name, enabled === true]));
}

function profilesIn({ addonProfiles, ingressProfile }: Values): [AddonIdentityName, Values][] {
    const { webAppRouting } = Object(ingressProfile) as Values;
    const all = { ...Object(addonProfiles), ...(webAppRouting !== undefined && { webAppRouting }) } as Values;
    return Object.entries(all).flatMap(([key, profile]): [AddonIdentityName, Values][] => {
        // Azure writes these keys in several letter cases.
        const name = ADDON_IDENTITIES.find((each) => sameId(each, key));
        return name === undefined ? [] : [[name, Object(profile)]];
    });
}
