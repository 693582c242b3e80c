import type { ManagedIdentityAksClusterArgs } from "../args";
import { sameInput, shortName } from "../azure/inputs";
import { builtIn, type Permission } from "./grant";

/** AKS lets the control plane put identities of pods on the nodes only where it may assign them, each identity once. */
export function podIdentityGrants({ addons }: Pick<ManagedIdentityAksClusterArgs, "addons">): Permission[] {
    const listed = addons?.podIdentity?.identities ?? [];
    const firsts = listed.filter(
        ({ identityResourceId: id }, index) =>
            listed.findIndex(({ identityResourceId }) => sameInput(identityResourceId, id)) === index,
    );
    return firsts.map(({ name, namespace, identityResourceId }) => ({
        // No name in Kubernetes has a `_`.
        name: `pod-identity-${shortName(identityResourceId) ?? `${namespace}_${name}`}-operator`,
        identity: "controlPlane",
        role: builtIn("Managed Identity Operator"),
        scope: identityResourceId,
        reason: `The control plane assigns the identity of pods ${namespace}/${name} to the nodes.`,
    }));
}
