import * as pulumi from "@pulumi/pulumi";
import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { addonPrincipals } from "../identities/addonIdentities";
import { type ClusterIdentities, principalsOf } from "../identities/clusterIdentities";
import type { ReadCluster } from "../identities/clusterReader";
import { controlPlaneIdentity, kubeletIdentity } from "../identities/identityOutputs";
import { findServicePrincipal } from "../identities/legacyServicePrincipal";
import { type AssignedGrants, type Assigner, assignGrants } from "./assign";
import type { GrantFacts } from "./facts";
import type { Grant } from "./grant";
import { compareRoleAssignments, missingMessage } from "./missing";
import { previousGrants } from "./required";

/** Role assignments before the cluster: created here, or found among the role assignments of its identities. */
export function assignBeforeCluster(
    assigner: Assigner,
    grants: Grant[],
    identities: ClusterIdentities,
): AssignedGrants {
    const before = grants.filter(({ when }) => when === "before-cluster");
    const { roleAssignments } = identities;
    if (roleAssignments === undefined) {
        return assignGrants(assigner, before, principalsOf(identities));
    }
    const listed = assignGrants({ ...assigner, creates: false }, before, principalsOf(identities));
    const required = pulumi.all([listed.required, roleAssignments]).apply(([needed, assigned]) => {
        const { covered, missing } = compareRoleAssignments(needed, assigned);
        if (missing.length > 0) {
            throw new pulumi.RunError(missingMessage(assigner.label, missing));
        }
        return covered;
    });
    return { resources: [], checks: [...listed.checks, required], required };
}

/** Role assignments that are possible only after the cluster exists. */
export function assignAfterCluster(
    assigner: Assigner,
    grants: Grant[],
    identities: ClusterIdentities,
    cluster: ReadCluster,
    clusterId: pulumi.Output<string>,
): AssignedGrants {
    const after = grants.filter(({ when }) => when === "after-cluster");
    const principals = {
        controlPlane: { principalId: controlPlaneIdentity(identities, cluster).principalId },
        kubelet: { principalId: kubeletIdentity(identities, cluster).principalId },
        ...principalsOf(identities),
        ...addonPrincipals(cluster, identities.servicePrincipal),
    };
    return assignGrants(assigner, after, principals, clusterId);
}

/** Grants of previous principals that the arguments still name. */
export function assignPreviousGrants(
    assigner: Assigner,
    { controlPlaneIdentity }: ManagedIdentityAksClusterArgs,
    facts: GrantFacts,
): AssignedGrants[] {
    const { ServicePrincipal, SystemAssigned } = ControlPlaneIdentityType;
    const { formerServicePrincipalClientId: clientId, formerPrincipalId } = controlPlaneIdentity ?? {};
    const previous: AssignedGrants[] = [];
    if (clientId !== undefined) {
        const kubelet = findServicePrincipal({ clientId }, assigner.component);
        previous.push(assignGrants(assigner, previousGrants(facts, ServicePrincipal), { kubelet }));
    }
    if (formerPrincipalId !== undefined) {
        const controlPlane = { principalId: pulumi.output(formerPrincipalId) };
        previous.push(assignGrants(assigner, previousGrants(facts, SystemAssigned), { controlPlane }));
    }
    return previous;
}
