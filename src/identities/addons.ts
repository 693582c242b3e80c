import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { Principal } from "../grants/assign";
import { ADDON_IDENTITIES, type AddonIdentityName } from "../grants/grant";
import type { AddonIdentity } from "../outputs";

/** Identities that AKS makes for add-ons, as far as it shows them; a finished cluster is the only place they stand. */
export function addonIdentities(cluster: ManagedCluster): pulumi.Output<Record<string, AddonIdentity>> {
    return pulumi.all([cluster.addonProfiles, cluster.ingressProfile]).apply(([addons, ingress]) => {
        const profiles = { ...addons, webAppRouting: ingress?.webAppRouting };
        return Object.fromEntries(
            ADDON_IDENTITIES.flatMap((name) => {
                // AKS does not always return a key in the case that it was sent in.
                const [, profile] =
                    Object.entries(profiles).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
                const { resourceId, clientId, objectId } = profile?.identity ?? {};
                // Application routing shows an empty identity until it has one.
                return resourceId && clientId && objectId
                    ? [[name, { resourceId, clientId, principalId: objectId }]]
                    : [];
            }),
        );
    });
}

/** Whose principal acts for each add-on: its own identity's, on a legacy cluster the service principal. */
export function addonPrincipals(
    identities: pulumi.Output<Record<string, AddonIdentity>>,
    servicePrincipal?: Principal,
): Record<AddonIdentityName, Principal> {
    return Object.fromEntries(
        ADDON_IDENTITIES.map((name) => [
            name,
            servicePrincipal ?? {
                principalId: identities.apply((all) => all[name]?.principalId as string),
            },
        ]),
    ) as Record<AddonIdentityName, Principal>;
}
