import { withoutUndefined } from "../../values";
import { liveAddonIdentities } from "../live/addonIdentities";
import type { LiveCluster } from "../live/liveCluster";
import { kubeletIdentityOf, livePrincipals, userAssignedIn, usesServicePrincipal } from "../live/readIdentities";
import type { DeclaredIdentity } from "./declared";

/** The identities that a cluster shows. */
export interface LiveIdentities {
    usesServicePrincipal: boolean;
    /** By `controlPlane`, `kubelet` and the keys of add-ons. Object ids of a service principal are not shown. */
    identities: Record<string, DeclaredIdentity>;
    /** User-assigned identities beside the one that the control plane uses. */
    others: string[];
}

export function liveIdentities(cluster: LiveCluster): LiveIdentities {
    const { controlPlane, kubelet } = livePrincipals(cluster);
    const identity = Object(cluster.values.identity);
    const { type }: { type?: string } = identity;
    const [resourceId, ...others] = userAssignedIn(identity).map((each) => each.resourceId);
    const isServicePrincipal = usesServicePrincipal(cluster);
    return {
        usesServicePrincipal: isServicePrincipal,
        identities: {
            controlPlane: isServicePrincipal
                ? { type: "ServicePrincipal" }
                : withoutUndefined({ type, resourceId, principalId: controlPlane }),
            kubelet: withoutUndefined({ resourceId: kubeletIdentityOf(cluster), principalId: kubelet }),
            ...liveAddonIdentities(cluster.values),
        },
        others,
    };
}
