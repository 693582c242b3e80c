import * as pulumi from "@pulumi/pulumi";
import { type AksClusterIdentitiesArgs, ControlPlaneIdentityType } from "./args";
import { urnsOf } from "./engine/previousRun";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { clusterIdentitiesGrants } from "./grants/clusterIdentitiesGrants";
import { azCommand } from "./grants/commands";
import { printSkipped } from "./grants/skipped";
import { idsOf } from "./identities/identityOutputs";
import { clusterIdentity, type UserAssignedIdentity } from "./identities/userAssigned";
import type {
    ControlPlaneIdentity,
    IdentitiesForClusters,
    KubeletIdentity,
    RequiredRoleAssignment,
    UserAssignedIdentityIds,
} from "./outputs";
import { type Checked, checkClusterIdentitiesArgs } from "./rules/check";

const TYPE = "managed-identity-aks:index:AksClusterIdentities";

/**
 * The identities of AKS clusters and their role assignments, apart from any cluster: for clusters that share them, such
 * as the old and the new one of a blue-green upgrade, for identities that outlive clusters, and for a stack whose
 * deployer may write role assignments where the clusters' deployers may not. `ManagedIdentityAksCluster` takes the
 * output `forClusters` as its input `identities`. See https://learn.microsoft.com/azure/aks/use-managed-identity.
 *
 * The names and types of the resources inside are stable; README.md lists them.
 */
export class AksClusterIdentities extends pulumi.ComponentResource {
    /**
     * Both identities and their role assignments, plain JSON for the input `identities` of clusters, also through a
     * StackReference. Whoever uses it waits for the role assignments.
     */
    public readonly forClusters: pulumi.Output<IdentitiesForClusters>;
    /**
     * The control planes' identity.
     */
    public readonly controlPlaneIdentity: pulumi.Output<ControlPlaneIdentity>;
    /**
     * The kubelets' identity: what a registry or a key vault gives access to.
     */
    public readonly kubeletIdentity: pulumi.Output<KubeletIdentity>;
    /**
     * Every role assignment of the two, with its reason: made here, or, with `roleAssignments: "Skip"`, to be made by
     * somebody else.
     */
    public readonly roleAssignments: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same as commands of the Azure CLI, for a deployer who leaves them to somebody else.
     */
    public readonly roleAssignmentCommands: pulumi.Output<string[]>;

    /**
     * @throws ArgumentsError if an argument breaks a rule, before any resource is registered.
     */
    constructor(name: string, args: AksClusterIdentitiesArgs, opts?: pulumi.ComponentResourceOptions) {
        const checked = checkClusterIdentitiesArgs(name, args);
        super(TYPE, name, {}, opts);
        const { resourceGroupName = "", location, tags } = args;
        const identity = (
            called: string,
            existing: AksClusterIdentitiesArgs["kubeletIdentity"] | undefined,
        ) =>
            clusterIdentity(`${name}-${called}`, existing ?? {}, { resourceGroupName, location, tags }, this);
        const controlPlane = identity("control-plane", args.controlPlaneIdentity);
        const kubelet = identity("kubelet", args.kubeletIdentity);
        const assigner = assignerOf("AksClusterIdentities", name, args, this);
        const grants = clusterIdentitiesGrants(args, kubelet.resourceId);
        const assigned = assignGrants(assigner, grants, { controlPlane, kubelet });
        warnOfUnused(assigner);
        printSkipped(assigner, urnsOf(this, TYPE, name, opts), assigned.required);

        this.forClusters = pulumi.output({
            controlPlaneIdentity: idsAfter(checked, assigned.resources, controlPlane),
            kubeletIdentity: idsAfter(checked, assigned.resources, kubelet),
            roleAssignments: assigned.required,
        });
        this.controlPlaneIdentity = pulumi.output({
            type: ControlPlaneIdentityType.UserAssigned as string,
            ...idsOf(controlPlane),
        });
        this.kubeletIdentity = pulumi.output(idsOf(kubelet));
        this.roleAssignments = assigned.required;
        this.roleAssignmentCommands = this.roleAssignments.apply((all) => all.map(azCommand));

        this.registerOutputs({
            forClusters: this.forClusters,
            controlPlaneIdentity: this.controlPlaneIdentity,
            kubeletIdentity: this.kubeletIdentity,
            roleAssignments: this.roleAssignments,
            roleAssignmentCommands: this.roleAssignmentCommands,
        });
    }
}

/** The urn tells that a resource is made, and unlike its id is known in a preview, which so shows no false change. */
function idsAfter(
    checked: Checked,
    first: pulumi.Resource[],
    identity: UserAssignedIdentity,
): pulumi.Output<UserAssignedIdentityIds> {
    const made = pulumi.all(first.map(({ urn }) => urn));
    return pulumi.all([idsOf(identity), checked, made]).apply(([ids]) => ids);
}
