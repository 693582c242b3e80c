import { ClusterIdentityName, KeyVaultNetworkAccess } from "../args";
import { inputKey } from "../azure/inputs";
import { addonGrants } from "./addons";
import type { Earliest, GrantFacts } from "./facts";
import { builtIn, type Grant, roleKey, roleOf } from "./grant";
import { distinctlyNamed } from "./names";
import { networkGrants } from "./network";
import { podIdentityGrants } from "./podIdentities";
import { registryGrants } from "./registries";

/** Every permission the cluster needs beyond those that AKS itself assigns, each scope once. */
export function requiredGrants(facts: GrantFacts): Grant[] {
    const { servicePrincipal = false } = facts;
    const earliest: Earliest = {
        controlPlane: facts.ownControlPlane || servicePrincipal ? "before-cluster" : "after-cluster",
        kubelet:
            facts.kubeletIdentityId !== undefined || servicePrincipal ? "before-cluster" : "after-cluster",
    };
    const grants = [
        ...kubeletIdentityGrants(facts, earliest),
        ...networkGrants(facts.args, facts.pools, earliest),
        ...registryGrants(facts.args, earliest),
        ...encryptionGrants(facts.args, earliest),
        ...delegatedGrants(facts.args, earliest),
        ...podIdentityGrants(facts.args, earliest),
        ...addonGrants(facts.args, facts.pools, facts.clusterId),
    ];
    return distinctlyNamed(eachOnce(grants)).map((grant) => ({
        ...grant,
        name: `${prefixOf(grant, facts)}${grant.name}`,
    }));
}

/** Each permission once, for all of its reasons. */
function eachOnce(grants: Grant[]): Grant[] {
    const once = new Map<string, Grant>();
    for (const grant of grants) {
        const key = [grant.identity, roleKey(grant.role.definition), grant.scope].map(inputKey).join("\n");
        const earlier = once.get(key);
        const reasons = new Set([...(earlier ? [earlier.reason] : []), grant.reason]);
        once.set(key, { ...(earlier ?? grant), reason: [...reasons].join(" ") });
    }
    return [...once.values()];
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
function kubeletIdentityGrants({ kubeletIdentityId }: GrantFacts, { controlPlane }: Earliest): Grant[] {
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
    const grants: Grant[] = [];
    if (diskEncryptionSetId !== undefined) {
        grants.push({
            name: "disk-encryption-set-reader",
            identity: "controlPlane",
            role: builtIn("Reader"),
            scope: diskEncryptionSetId,
            reason: "The control plane reads the disk encryption set for the disks that it makes.",
            when: controlPlane,
        });
    }
    if (keyVaultKms !== undefined) {
        grants.push({
            name: "kms-crypto-user",
            identity: "controlPlane",
            role: builtIn("Key Vault Crypto User"),
            scope: keyVaultKms.keyVaultId,
            reason: "The control plane encrypts and decrypts the secrets in etcd with the key.",
            when: controlPlane,
        });
    }
    if (keyVaultKms?.networkAccess === KeyVaultNetworkAccess.Private) {
        grants.push({
            name: "kms-vault-contributor",
            identity: "controlPlane",
            role: builtIn("Key Vault Contributor"),
            scope: keyVaultKms.keyVaultId,
            reason: "The control plane approves its private endpoint connection to the key vault.",
            when: controlPlane,
        });
    }
    return grants;
}

function delegatedGrants({ delegatedAccess = [] }: GrantFacts["args"], earliest: Earliest): Grant[] {
    return delegatedAccess.map(
        ({ name, identity = ClusterIdentityName.ControlPlane, role, scope, reason }) => ({
            name: `delegated-${name}`,
            identity,
            role: roleOf(role),
            scope,
            reason: reason ?? "Asked for as delegated access.",
            when: earliest[identity],
        }),
    );
}
