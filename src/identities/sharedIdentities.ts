import * as pulumi from "@pulumi/pulumi";
import type { ClusterIdentitiesArgs } from "../args";
import { normalizeScope } from "../azure/resourceId";
import type { AssignedGrants } from "../grants/assign";
import { type AssignedRole, compared, missingMessage } from "../grants/missing";
import type { UserAssignedIdentity } from "./userAssigned";

/** Identities that come with their role assignments. */
export interface GivenIdentities {
    controlPlane: UserAssignedIdentity;
    kubelet: UserAssignedIdentity;
    roleAssignments: pulumi.Output<AssignedRole[]>;
}

/**
 * The parts of the input. A part is known in a preview as soon as it is itself: a role assignment that comes with the
 * same update does not make the identities unknown.
 */
export function givenIdentities(identities: pulumi.Input<ClusterIdentitiesArgs>): GivenIdentities {
    const all = pulumi.output(identities);
    return {
        controlPlane: identity("controlPlaneIdentity", all.controlPlaneIdentity),
        kubelet: identity("kubeletIdentity", all.kubeletIdentity),
        roleAssignments: present("roleAssignments", all.roleAssignments),
    };
}

type Ids = Record<"resourceId" | "clientId" | "principalId", string>;

function identity(name: string, ids: pulumi.Output<Ids>): UserAssignedIdentity {
    // Lifted, not applied: that is how a part of what is not known as a whole is read.
    const { resourceId, clientId, principalId } = ids;
    return {
        resourceId: present(`${name}.resourceId`, resourceId).apply(normalizeScope),
        clientId: present(`${name}.clientId`, clientId),
        principalId: present(`${name}.principalId`, principalId),
    };
}

function present<T>(name: string, value: pulumi.Output<T>): pulumi.Output<T> {
    return value.apply((known) => {
        if (known === undefined || known === null) {
            throw new pulumi.RunError(
                `identities.${name} is not set: pass the output forClusters of an AksClusterIdentities, whole.`,
            );
        }
        return known;
    }) as pulumi.Output<T>;
}

/** The role assignments that are needed, found among those that there are; what is missing fails whatever waits for it. */
export function foundAmong(
    component: string,
    { required }: AssignedGrants,
    { roleAssignments }: GivenIdentities,
): AssignedGrants["required"] {
    return pulumi.all([required, roleAssignments]).apply(([needed, assigned]) => {
        const { covered, missing } = compared(needed, assigned);
        if (missing.length > 0) {
            throw new pulumi.RunError(missingMessage(component, missing));
        }
        return covered;
    });
}
