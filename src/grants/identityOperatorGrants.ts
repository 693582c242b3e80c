import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { sameInput, shortName } from "../azure/inputs";
import { builtIn, type Permission } from "./grant";

/** The control plane can put an identity on the nodes only if it has permission to assign it. */

export function kubeletIdentityGrant(prefix: string, kubeletIdentityId: pulumi.Input<string>): Permission {
    return operator(`${prefix}kubelet-managed-identity`, kubeletIdentityId, "the kubelet identity");
}

/** Identities of pods, each once. */
export function podIdentityGrants({ addons }: Pick<ManagedIdentityAksClusterArgs, "addons">): Permission[] {
    const listed = addons?.podIdentity?.identities ?? [];
    const firsts = listed.filter(
        ({ identityResourceId: id }, index) =>
            listed.findIndex(({ identityResourceId }) => sameInput(identityResourceId, id)) === index,
    );
    return firsts.map(({ name, namespace, identityResourceId: id }) =>
        // No name in Kubernetes has a `_`.
        operator(
            `pod-identity-${shortName(id) ?? `${namespace}_${name}`}`,
            id,
            `the identity of pods ${namespace}/${name}`,
        ),
    );
}

function operator(name: string, scope: pulumi.Input<string>, identity: string): Permission {
    return {
        name: `${name}-operator`,
        identity: "controlPlane",
        role: builtIn("Managed Identity Operator"),
        scope,
        description: `The control plane assigns ${identity} to the nodes.`,
    };
}
