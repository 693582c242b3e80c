import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { findServicePrincipal } from "../identities/legacyServicePrincipal";
import { type AssignedGrants, type Assigner, assignGrants } from "./assign";
import type { GrantFacts } from "./facts";
import { formerServicePrincipalGrants, formerSystemAssignedGrants } from "./required";

/** The grants that principals keep which a changed cluster has left; none where there were none. */
export function formerGrants(
    assigner: Assigner,
    { controlPlaneIdentity }: ManagedIdentityAksClusterArgs,
    facts: GrantFacts,
): AssignedGrants[] {
    const { servicePrincipal, formerPrincipalId } = controlPlaneIdentity ?? {};
    const former: AssignedGrants[] = [];
    if (servicePrincipal !== undefined && !facts.servicePrincipal) {
        const kubelet = findServicePrincipal(servicePrincipal, assigner.component);
        former.push(assignGrants(assigner, formerServicePrincipalGrants(facts), { kubelet }));
    }
    if (formerPrincipalId !== undefined) {
        const controlPlane = { principalId: pulumi.output(formerPrincipalId) };
        former.push(assignGrants(assigner, formerSystemAssignedGrants(facts), { controlPlane }));
    }
    return former;
}
