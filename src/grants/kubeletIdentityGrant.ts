import type * as pulumi from "@pulumi/pulumi";
import { builtIn, type Permission } from "./grant";

/** AKS lets the control plane put the kubelet identity on the nodes only where it may assign it. */
export function kubeletIdentityGrant(kubeletIdentityId: pulumi.Input<string>): Permission {
    return {
        name: "kubelet-managed-identity-operator",
        identity: "controlPlane",
        role: builtIn("Managed Identity Operator"),
        scope: kubeletIdentityId,
        reason: "The control plane assigns the kubelet identity to the nodes.",
    };
}
