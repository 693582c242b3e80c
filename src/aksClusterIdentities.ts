import * as pulumi from "@pulumi/pulumi";
import { type AksClusterIdentitiesArgs, ControlPlaneIdentityType } from "./args";
import { urnsOf } from "./engine/previousRun";
import { whenCreated } from "./engine/whenCreated";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { clusterIdentitiesGrants } from "./grants/clusterIdentitiesGrants";
import { azCommand } from "./grants/commands";
import { printSkipped } from "./grants/skipped";
import { idsOf } from "./identities/identityOutputs";
import { resolveIdentity, type UserAssignedIdentity } from "./identities/userAssigned";
import type {
    ControlPlaneIdentity,
    IdentitiesForClusters,
    KubeletIdentity,
    RequiredRoleAssignment,
} from "./outputs";
import { checkClusterIdentitiesArgs } from "./rules/check";

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
    public readonly forClusters!: pulumi.Output<IdentitiesForClusters>;
    /**
     * The control planes' identity.
     */
    public readonly controlPlaneIdentity!: pulumi.Output<ControlPlaneIdentity>;
    /**
     * The kubelets' identity: what a registry or a key vault gives access to.
     */
    public readonly kubeletIdentity!: pulumi.Output<KubeletIdentity>;
    /**
     * Every role assignment of the two, with its reason: made here, or, with `roleAssignments: "Skip"`, to be made by
     * somebody else.
     */
    public readonly roleAssignments!: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same as commands of the Azure CLI, for a deployer who leaves them to somebody else.
     */
    public readonly roleAssignmentCommands!: pulumi.Output<string[]>;

    /**
     * @throws ArgumentsError if an argument breaks a rule, before any resource is registered.
     */
    constructor(name: string, args: AksClusterIdentitiesArgs, opts?: pulumi.ComponentResourceOptions) {
        const validated = checkClusterIdentitiesArgs(name, args);
        super(TYPE, name, {}, opts);
        const { resourceGroupName = "", location, tags } = args;
        const placement = { resourceGroupName, location, tags };
        const controlPlane = resolveIdentity(
            `${name}-control-plane`,
            args.controlPlaneIdentity,
            placement,
            this,
        );
        const kubelet = resolveIdentity(`${name}-kubelet`, args.kubeletIdentity, placement, this);
        const assigner = assignerOf("AksClusterIdentities", name, args, this);
        const grants = clusterIdentitiesGrants(args, kubelet.resourceId);
        const assigned = assignGrants(assigner, grants, { controlPlane, kubelet });
        warnOfUnused(assigner);
        printSkipped(assigner, urnsOf(this, TYPE, name, opts), assigned.required);

        const ready = (identity: UserAssignedIdentity) =>
            pulumi
                .all([whenCreated(pulumi.output(idsOf(identity)), assigned.resources), validated])
                .apply(([ids]) => ids);
        const outputs: Omit<AksClusterIdentities, keyof pulumi.ComponentResource> = {
            forClusters: pulumi.output({
                controlPlaneIdentity: ready(controlPlane),
                kubeletIdentity: ready(kubelet),
                roleAssignments: assigned.required,
            }),
            controlPlaneIdentity: pulumi.output({
                type: ControlPlaneIdentityType.UserAssigned as string,
                ...idsOf(controlPlane),
            }),
            kubeletIdentity: pulumi.output(idsOf(kubelet)),
            roleAssignments: assigned.required,
            roleAssignmentCommands: assigned.required.apply((all) => all.map(azCommand)),
        };
        Object.assign(this, outputs);
        this.registerOutputs(outputs);
    }
}
