import type * as pulumi from "@pulumi/pulumi";
import { ClusterIdentityName, type ClusterRoleAssignmentArgs } from "../args";
import { addonGrants } from "./addonGrants";
import { diskEncryptionSetGrant, kmsGrants } from "./encryptionGrants";
import { extraGrant } from "./extraGrants";
import type { Earliest, GrantFacts } from "./facts";
import { builtIn, type Grant } from "./grant";
import { mergedGrants } from "./merge";
import { networkGrants } from "./networkGrants";
import { podIdentityGrants } from "./podIdentityGrants";
import { registryGrants } from "./registryGrants";

/** Every permission the cluster needs beyond those that AKS itself assigns, each scope once. */
export function requiredGrants(facts: GrantFacts): Grant[] {
    const { servicePrincipal = false } = facts;
    const earliest: Earliest = {
        controlPlane: facts.ownControlPlane || servicePrincipal ? "before-cluster" : "after-cluster",
        kubelet:
            facts.kubeletIdentityId !== undefined || servicePrincipal ? "before-cluster" : "after-cluster",
    };
    const grants = [
        ...kubeletIdentityGrants(facts.kubeletIdentityId, earliest),
        ...networkGrants(facts.args, facts.pools, earliest),
        ...registryGrants(facts.args, earliest),
        ...encryptionGrants(facts.args, earliest),
        ...extraGrants(facts.args.extraRoleAssignments, earliest),
        ...podIdentityGrants(facts.args, earliest),
        ...addonGrants(facts.args, facts.pools, facts.clusterId),
    ];
    return mergedGrants(grants).map((grant) => ({
        ...grant,
        name: `${prefixOf(grant, facts)}${grant.name}`,
    }));
}

/** Names of their own, so that they can stand beside those of the identity that takes over. */
function prefixOf({ identity }: Grant, { servicePrincipal, ownControlPlane }: GrantFacts): string {
    if (servicePrincipal) {
        return "service-principal-";
    }
    return identity === "controlPlane" && !ownControlPlane ? "system-assigned-" : "";
}

/**
 * What the service principal of a migrated cluster goes on needing: nodes act as it until their image is upgraded, in
 * the kubelets' part. Name, role, scope and reason are those of before the migration, so nothing happens to them in it.
 */
export function formerServicePrincipalGrants(facts: GrantFacts): Grant[] {
    return requiredGrants({ ...facts, kubeletIdentityId: undefined, servicePrincipal: true }).filter(
        ({ identity }) => identity === "kubelet",
    );
}

/**
 * What a system-assigned identity goes on needing that the control plane has left: its components act as it until their
 * tokens expire. Name, role, scope and reason are those of before, so nothing happens to them in the change.
 */
export function formerSystemAssignedGrants(facts: GrantFacts): Grant[] {
    return requiredGrants({ ...facts, ownControlPlane: false, kubeletIdentityId: undefined }).filter(
        ({ identity }) => identity === "controlPlane",
    );
}

/** AKS lets the control plane put the kubelet identity on the nodes only where it may assign it. */
export function kubeletIdentityGrants(
    kubeletIdentityId: pulumi.Input<string> | undefined,
    { controlPlane }: Earliest,
): Grant[] {
    if (kubeletIdentityId === undefined) {
        // AKS makes the identity in the node resource group, where it makes the control plane Contributor.
        return [];
    }
    return [
        {
            name: "kubelet-managed-identity-operator",
            identity: "controlPlane",
            role: builtIn("Managed Identity Operator"),
            scope: kubeletIdentityId,
            reason: "The control plane assigns the kubelet identity to the nodes.",
            when: controlPlane,
        },
    ];
}

function encryptionGrants({ encryption }: GrantFacts["args"], { controlPlane }: Earliest): Grant[] {
    const { diskEncryptionSetId, keyVaultKms } = encryption ?? {};
    return [
        ...(diskEncryptionSetId === undefined
            ? []
            : [diskEncryptionSetGrant("disk-encryption-set", diskEncryptionSetId, controlPlane)]),
        ...(keyVaultKms === undefined ? [] : kmsGrants("kms", keyVaultKms, controlPlane)),
    ];
}

/** Whatever else somebody asks for. */
export function extraGrants(extra: ClusterRoleAssignmentArgs[] = [], earliest: Earliest): Grant[] {
    return extra.map((entry) => {
        const { identity = ClusterIdentityName.ControlPlane } = entry;
        return { ...extraGrant(entry), identity, when: earliest[identity] };
    });
}
