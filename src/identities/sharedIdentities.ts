import * as pulumi from "@pulumi/pulumi";
import type { ClusterIdentitiesArgs } from "../args";
import { normalizeScope } from "../azure/resourceId";
import type { ClusterIdentities } from "./clusterIdentities";
import type { UserAssignedIdentity } from "./userAssigned";

/**
 * Identities that come with their role assignments, as an `AksClusterIdentities` provides them. A part is known in a preview as soon as it is itself: a role assignment that comes with the
 * same update does not make the identities unknown.
 */
export function sharedIdentities(identities: pulumi.Input<ClusterIdentitiesArgs>): ClusterIdentities {
    const all = pulumi.output(identities);
    return {
        controlPlane: identity("controlPlaneIdentity", all.controlPlaneIdentity),
        kubelet: identity("kubeletIdentity", all.kubeletIdentity),
        roleAssignments: required("roleAssignments", all.roleAssignments),
    };
}

type Ids = Record<"resourceId" | "clientId" | "principalId", string>;

function identity(name: string, ids: pulumi.Output<Ids>): UserAssignedIdentity {
    // Lifted, not applied: that is how a part of what is not known as a whole is read.
    const { resourceId, clientId, principalId } = ids;
    return {
        resourceId: required(`${name}.resourceId`, resourceId).apply(normalizeScope),
        clientId: required(`${name}.clientId`, clientId),
        principalId: required(`${name}.principalId`, principalId),
    };
}

function required<T>(name: string, value: pulumi.Output<T>): pulumi.Output<T> {
    return value.apply((known) => {
        if (known === undefined || known === null) {
            throw new pulumi.RunError(
                `identities.${name} is not set. Pass the whole output forClusters of AksClusterIdentities.`,
            );
        }
        return known;
    }) as pulumi.Output<T>;
}
