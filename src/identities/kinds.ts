import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../args";

type IdentityArgs = Pick<ManagedIdentityAksClusterArgs, "identities" | "controlPlaneIdentity" | "kubeletIdentity">;

const { ServicePrincipal, SystemAssigned, UserAssigned } = ControlPlaneIdentityType;

/** The kinds of identities that a cluster uses. */
export interface IdentityKinds {
    controlPlane: ControlPlaneIdentityType;
    /** Absent where the service principal is the kubelets' identity, too. */
    kubelet?: KubeletIdentityType;
}

/** Which kinds of identities the arguments ask for. */
export function identityKinds({ identities, controlPlaneIdentity, kubeletIdentity }: IdentityArgs): IdentityKinds {
    const controlPlane = identities === undefined ? (controlPlaneIdentity?.type ?? UserAssigned) : UserAssigned;
    switch (controlPlane) {
        case ServicePrincipal:
            return { controlPlane };
        case SystemAssigned:
            return { controlPlane, kubelet: KubeletIdentityType.AksManaged };
        default:
            return { controlPlane, kubelet: kubeletIdentity?.type ?? KubeletIdentityType.UserAssigned };
    }
}
