import * as pulumi from "@pulumi/pulumi";
import { type AksClusterIdentitiesArgs, ControlPlaneIdentityType } from "./args";
import { withFormerNames } from "./engine/formerNames";
import { hideAnswersInDebugMessages } from "./engine/sdk";
import { whenCreated } from "./engine/whenCreated";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { clusterIdentitiesGrants } from "./grants/clusterIdentitiesGrants";
import { azCommand } from "./grants/commands";
import { readPullRoles } from "./grants/pullRoles";
import { printSkipped } from "./grants/skipped";
import { idsOf } from "./identities/identityOutputs";
import { resolveIdentity, type UserAssignedIdentity } from "./identities/userAssigned";
import type {
    ControlPlaneIdentityResponse,
    IdentitiesForClusters,
    KubeletIdentityResponse,
    RequiredRoleAssignment,
} from "./outputs";
import { validateClusterIdentitiesArgs } from "./rules/validate";

const TYPE = "managed-identity-aks:index:AksClusterIdentities";

/**
 * The identities of AKS clusters and their role assignments, separate from any cluster. Use it for clusters that share
 * identities, such as the old and the new cluster of a blue-green upgrade; for identities that outlive clusters; and for a
 * stack whose deployer can assign roles when the clusters' deployers cannot. Pass the output `forClusters` to
 * `ManagedIdentityAksCluster` as `identities`. See https://learn.microsoft.com/azure/aks/managed-identity-overview.
 *
 * The names and types of the child resources are stable. They are listed at
 * https://github.com/managed-identity-aks/managed-identity-aks/blob/main/docs/resources.md.
 */
export class AksClusterIdentities extends pulumi.ComponentResource {
    /**
     * Both identities and their role assignments, as plain JSON, for the input `identities` of clusters in this stack or,
     * through a StackReference, in another one. Resources that use it wait for the role assignments.
     */
    public readonly forClusters!: pulumi.Output<IdentitiesForClusters>;
    /**
     * The control planes' identity.
     */
    public readonly controlPlaneIdentity!: pulumi.Output<ControlPlaneIdentityResponse>;
    /**
     * The kubelets' identity, for example to give it access to a registry.
     */
    public readonly kubeletIdentity!: pulumi.Output<KubeletIdentityResponse>;
    /**
     * Every role assignment of the two identities, with a description of what it is for. The component creates them.
     * With `roleAssignmentMode: "Skip"` somebody else must create them.
     */
    public readonly roleAssignments!: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same role assignments as Azure CLI commands, for somebody else to run.
     */
    public readonly roleAssignmentCommands!: pulumi.Output<string[]>;

    /**
     * @throws ArgumentsError if an argument violates a rule, before any resource is registered.
     */
    constructor(name: string, args: AksClusterIdentitiesArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const validated = validateClusterIdentitiesArgs(name, args);
        hideAnswersInDebugMessages();
        super(TYPE, name, {}, withFormerNames(name, opts));
        const { resourceGroupName = "", location, tags } = args;
        const placement = { resourceGroupName, location, tags };
        const controlPlane = resolveIdentity(`${name}-control-plane`, args.controlPlaneIdentity, placement, this);
        const kubelet = resolveIdentity(`${name}-kubelet`, args.kubeletIdentity, placement, this);
        const assigner = assignerOf("AksClusterIdentities", name, args, this);
        const grants = clusterIdentitiesGrants(args, kubelet.resourceId, readPullRoles(assigner));
        const assigned = assignGrants(assigner, grants, { controlPlane, kubelet });
        warnOfUnused(assigner);
        printSkipped(assigner, [assigned.required]);

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
