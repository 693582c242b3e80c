import type * as pulumi from "@pulumi/pulumi";
import type { AddonsArgs } from "../args";
import type { Principal } from "../grants/assign";
import { ADDON_IDENTITIES, type AddonIdentityName, hasIdentity } from "../grants/grant";
import type { AddonIdentity } from "../outputs";
import { valueNamed } from "../values";
import type { ClusterOutputs, ReadCluster } from "./clusterReader";

/** Identities that AKS creates for add-ons, as far as it shows them. Only a finished cluster shows them. */
export function addonIdentities(
    cluster: ReadCluster,
    addons: AddonsArgs = {},
): pulumi.Output<Record<string, AddonIdentity>> {
    const requested = ADDON_IDENTITIES.filter((name) => hasIdentity(name, addons));
    return cluster((shown) => {
        const identities = allIdentities(shown);
        return requested.every((name) => name in identities) ? identities : undefined;
    }, allIdentities);
}

/** The principal of each add-on: its own identity, or on a legacy cluster the service principal. */
export function addonPrincipals(
    cluster: ReadCluster,
    servicePrincipal?: Principal,
): Record<AddonIdentityName, Principal> {
    return Object.fromEntries(
        ADDON_IDENTITIES.map((name) => [
            name,
            servicePrincipal ?? {
                principalId: cluster((shown) => addonIdentity(shown, name)?.principalId),
            },
        ]),
    ) as Record<AddonIdentityName, Principal>;
}

function allIdentities(shown: ClusterOutputs): Record<string, AddonIdentity> {
    return Object.fromEntries(
        ADDON_IDENTITIES.flatMap((name) => {
            const identity = addonIdentity(shown, name);
            return identity === undefined ? [] : [[name, identity]];
        }),
    );
}

function addonIdentity({ addonProfiles, ingressProfile }: ClusterOutputs, name: AddonIdentityName) {
    const profiles = { ...addonProfiles, webAppRouting: ingressProfile?.webAppRouting };
    const { resourceId, clientId, objectId } = valueNamed(name, profiles)?.identity ?? {};
    // Application routing shows an empty identity until it has one.
    return resourceId && clientId && objectId ? { resourceId, clientId, principalId: objectId } : undefined;
}
