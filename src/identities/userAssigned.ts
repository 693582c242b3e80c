import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { normalizeScope, parseResourceId } from "../azure/resourceId";

/** A user-assigned identity, created here or found, in one shape. */
export interface UserAssignedIdentity {
    resourceId: pulumi.Output<string>;
    clientId: pulumi.Output<string>;
    /** Object id of the identity's service principal. */
    principalId: pulumi.Output<string>;
    tenantId: pulumi.Output<string>;
}

/** Where a new identity is made. */
export interface IdentityPlacement {
    resourceGroupName: pulumi.Input<string>;
    location?: pulumi.Input<string>;
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The existing identity of this id, or, without one, a new identity. */
export function userAssignedIdentity(
    name: string,
    existingId: pulumi.Input<string> | undefined,
    placement: IdentityPlacement,
    parent: pulumi.Resource,
): UserAssignedIdentity {
    return existingId === undefined
        ? createIdentity(name, placement, parent)
        : findIdentity(existingId, parent);
}

function createIdentity(
    name: string,
    placement: IdentityPlacement,
    parent: pulumi.Resource,
): UserAssignedIdentity {
    const identity = new managedidentity.UserAssignedIdentity(name, { ...placement }, { parent });
    const { id: resourceId, clientId, principalId, tenantId } = identity;
    return { resourceId, clientId, principalId, tenantId };
}

/** The identities that pods are given, in the order of the arguments: AKS asks for all ids of each. */
export function podIdentities(
    { addons }: Pick<ManagedIdentityAksClusterArgs, "addons">,
    parent: pulumi.Resource,
): UserAssignedIdentity[] {
    const listed = addons?.podIdentity?.identities ?? [];
    return listed.map(({ identityResourceId }) => findIdentity(identityResourceId, parent));
}

/** azure-native looks an identity up in its own subscription; another one's needs an explicit provider. */
function findIdentity(existingId: pulumi.Input<string>, parent: pulumi.Resource): UserAssignedIdentity {
    const resourceId = pulumi.output(existingId).apply(normalizeScope);
    const found = managedidentity.getUserAssignedIdentityOutput(addressOf(resourceId), { parent });
    const { clientId, principalId, tenantId } = found;
    return { resourceId, clientId, principalId, tenantId };
}

/** Where azure-native finds the identity, and what lies in it. */
export function addressOf(resourceId: pulumi.Output<string>) {
    return {
        resourceGroupName: resourceId.apply((id) => parseResourceId(id)?.resourceGroupName ?? ""),
        resourceName: resourceId.apply((id) => parseResourceId(id)?.names[0] ?? ""),
    };
}
