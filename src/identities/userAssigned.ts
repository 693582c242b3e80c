import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { setOrigin } from "../azure/inputs";
import { addressIn, normalizeScope, sameResource } from "../azure/resourceId";
import { explainAlreadyExists } from "../engine/alreadyExists";
import { lookUpOf, orUndefined } from "../engine/lookUps";
import { emptyUnderMocks } from "../engine/mocks";
import { knownInPreview } from "../engine/previewOutputs";
import { mocksInUse } from "../engine/sdk";

/** A user-assigned identity, created here or existing, in one shape. */
export interface UserAssignedIdentity {
    resourceId: pulumi.Output<string>;
    clientId: pulumi.Output<string>;
    /** Object id of the identity's service principal. */
    principalId: pulumi.Output<string>;
    /** The resource id of one that exists, as the program gave it. */
    existing?: pulumi.Input<string>;
}

/** One that was created or looked up, of which more is known. */
export interface KnownIdentity extends UserAssignedIdentity {
    tenantId: pulumi.Output<string>;
}

/** An existing identity as the program names it. */
interface ExistingIdentity {
    resourceId?: pulumi.Input<string>;
    clientId?: pulumi.Input<string>;
    principalId?: pulumi.Input<string>;
}

/** Where a new identity is created. */
export interface IdentityPlacement {
    resourceGroupName: pulumi.Input<string>;
    location?: pulumi.Input<string>;
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What a preview asks for the ids of an identity that is about to be updated; undefined where the answer does not tell. */
export type LookUpIdentity = (
    resourceId: string,
) => Promise<Partial<Record<"clientId" | "principalId" | "tenantId", string>> | undefined>;

/** The existing identity that is named, looked up unless all its ids are given; where none is named, a new identity. */
export function resolveIdentity(
    name: string,
    { resourceId, clientId, principalId }: ExistingIdentity = {},
    placement: IdentityPlacement,
    parent: pulumi.Resource,
    lookUp?: LookUpIdentity,
): UserAssignedIdentity {
    if (resourceId === undefined || clientId === undefined || principalId === undefined) {
        return findOrCreateIdentity(name, resourceId, placement, parent, lookUp);
    }
    return {
        resourceId: normalized(resourceId),
        clientId: pulumi.output(clientId),
        principalId: pulumi.output(principalId),
        existing: resourceId,
    };
}

/** The existing identity of this id, or, without one, a new identity. */
export function findOrCreateIdentity(
    name: string,
    existingId: pulumi.Input<string> | undefined,
    placement: IdentityPlacement,
    parent: pulumi.Resource,
    lookUp: LookUpIdentity = (id) =>
        orUndefined(() => managedidentity.getUserAssignedIdentity(addressIn(id), { parent })),
): KnownIdentity {
    return existingId === undefined
        ? createIdentity(name, placement, parent, lookUp)
        : findIdentity(existingId, parent);
}

function createIdentity(
    name: string,
    placement: IdentityPlacement,
    parent: pulumi.Resource,
    lookUp: LookUpIdentity,
): KnownIdentity {
    const identity = new managedidentity.UserAssignedIdentity(
        name,
        // The same name in each run: a run finds the identity that an earlier one has begun to create.
        { resourceName: name, ...placement },
        { parent, ignoreChanges: ["resourceName"], hooks: { onError: explainAlreadyExists(parent, name) } },
    );
    const read = (output: "clientId" | "principalId" | "tenantId") =>
        knownInPreview(identity, identity[output], async (id) => (await lookUp(id))?.[output]);
    return {
        resourceId: identity.id,
        clientId: read("clientId"),
        principalId: read("principalId"),
        tenantId: read("tenantId"),
    };
}

function findIdentity(existingId: pulumi.Input<string>, parent: pulumi.Resource): KnownIdentity {
    const given = normalized(existingId);
    const { clientId, principalId, tenantId } = lookUpOf(
        given,
        async (id) => {
            const found = await emptyUnderMocks(managedidentity.getUserAssignedIdentity(addressIn(id), { parent }));
            requireSame(id, found.id);
            return found;
        },
        (id, reason) =>
            `The existing identity ${id} could not be read: ${reason}\n` +
            "azure-native reads identities only in the subscription of its provider. For an identity of another subscription, " +
            "or one that the deployer has no permission to read, set clientId and principalId, too, or pass a provider of that subscription in the option providers.",
    );
    // Nothing is made of the id before it is known to be the identity that was found.
    const resourceId = pulumi.all([given, clientId]).apply(([id]) => id);
    setOrigin(resourceId, existingId);
    return { resourceId, clientId, principalId, tenantId, existing: existingId };
}

/** The provider looks in its own subscription, where an identity may have the same name and resource group. */
export function requireSame(id: string, found: string | undefined): void {
    if (found !== undefined && mocksInUse() === undefined && !sameResource(id, found)) {
        throw new Error(`the provider of azure-native looks in another subscription, where it finds ${found}.`);
    }
}

/** The identities that pods are given, in the order of the arguments: AKS asks for all ids of each. */
export function podIdentities(
    { addons }: Pick<ManagedIdentityAksClusterArgs, "addons">,
    parent: pulumi.Resource,
): UserAssignedIdentity[] {
    const listed = addons?.podIdentity?.identities ?? [];
    return listed.map(({ identityResourceId }) => findIdentity(identityResourceId, parent));
}

function normalized(existingId: pulumi.Input<string>): pulumi.Output<string> {
    const resourceId = pulumi.output(existingId).apply(normalizeScope);
    setOrigin(resourceId, existingId);
    return resourceId;
}
