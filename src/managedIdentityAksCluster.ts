import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import {
    ControlPlaneIdentityType,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    type NodePoolArgs,
    RoleAssignmentMode,
} from "./args";
import { type ClusterIdentities, leftToOthers, managedClusterArgs } from "./cluster/managedCluster";
import { agentPoolArgs, isAutoscaled, poolName } from "./cluster/nodePools";
import { type AssignedGrants, type Assigner, assignGrants, type Principals } from "./grants/assign";
import { azCommand } from "./grants/commands";
import type { Grant } from "./grants/grant";
import {
    formerServicePrincipalGrants,
    formerSystemAssignedGrants,
    type GrantFacts,
    requiredGrants,
} from "./grants/required";
import { retryWhilePropagating } from "./grants/retry";
import { sharedRoleAssignments } from "./grants/shared";
import { addonIdentities, addonPrincipals } from "./identities/addons";
import { withAdminGroupIds } from "./identities/adminGroups";
import * as identityOutputs from "./identities/outputs";
import { findServicePrincipal } from "./identities/servicePrincipal";
import { clusterIdentity, podIdentities } from "./identities/userAssigned";
import { userKubeconfig } from "./kubeconfig";
import { collectMonitoringData } from "./monitoring";
import type {
    AddonIdentity,
    ClusterIdentity,
    ControlPlaneIdentity,
    IdentityProfile,
    KubeletIdentity,
    RequiredRoleAssignment,
} from "./outputs";
import { checkArgs } from "./rules/check";
import { checkPoolTransition, checkTransitions } from "./transitions/hook";

const LONGEST_PROPAGATION_MINUTES = 60;

/**
 * An Azure Kubernetes Service cluster whose every permission is a managed identity: the control plane's and the
 * kubelets' user-assigned identities, exactly the role assignments that they need, and the cluster, made when
 * these are in effect. See https://learn.microsoft.com/azure/aks/use-managed-identity.
 *
 * The names and types of the resources inside are stable; README.md lists them.
 */
export class ManagedIdentityAksCluster extends pulumi.ComponentResource {
    /**
     * Resource id of the cluster.
     */
    public readonly clusterId: pulumi.Output<string>;
    /**
     * Name of the cluster in Azure.
     */
    public readonly clusterName: pulumi.Output<string>;
    /**
     * Host name of the API server.
     */
    public readonly fqdn: pulumi.Output<string>;
    /**
     * Name of the resource group in which AKS keeps the nodes.
     */
    public readonly nodeResourceGroup: pulumi.Output<string>;
    /**
     * Issuer of the tokens of the cluster's service accounts, which `AksWorkloadIdentity` trusts; empty on a cluster
     * without an OIDC issuer.
     */
    public readonly oidcIssuerUrl: pulumi.Output<string>;
    /**
     * `identity` of the cluster, in Azure's own shape.
     */
    public readonly identity: pulumi.Output<ClusterIdentity>;
    /**
     * `identityProfile` of the cluster, in Azure's own shape: `kubeletidentity` with `resourceId`, `clientId` and
     * `objectId`. On a legacy service principal cluster, for which Azure shows none, the service principal without
     * `resourceId`.
     */
    public readonly identityProfile: pulumi.Output<IdentityProfile>;
    /**
     * The control plane's identity.
     */
    public readonly controlPlaneIdentity: pulumi.Output<ControlPlaneIdentity>;
    /**
     * The kubelets' identity: what a registry or a key vault gives access to.
     */
    public readonly kubeletIdentity: pulumi.Output<KubeletIdentity>;
    /**
     * Identities that AKS made for add-ons, by Azure's key of the add-on: `azurepolicy`, `omsagent` (with legacy
     * authentication), `azureKeyvaultSecretsProvider`, `ingressApplicationGateway`, `aciConnectorLinux`, `webAppRouting`.
     * Those that are off are absent.
     */
    public readonly addonIdentities: pulumi.Output<Record<string, AddonIdentity>>;
    /**
     * `servicePrincipalProfile.clientId`: `msi` on every cluster that runs on managed identities, the client id of the
     * service principal on a legacy cluster.
     */
    public readonly servicePrincipalClientId: pulumi.Output<string>;
    /**
     * Every role assignment that the cluster needs, with its reason: made here, or, with `roleAssignments: "Skip"`,
     * to be made by somebody else.
     */
    public readonly roleAssignments: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same as commands of the Azure CLI, for a deployer who leaves them to somebody else.
     */
    public readonly roleAssignmentCommands: pulumi.Output<string[]>;
    /**
     * User kubeconfig of the cluster, a secret.
     */
    public readonly kubeconfig: pulumi.Output<string>;

    /**
     * @throws ArgumentsError if an argument breaks a rule, before any resource is registered.
     */
    constructor(name: string, args: ManagedIdentityAksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        const checked = checkArgs(name, args);
        super("managed-identity-aks:index:ManagedIdentityAksCluster", name, {}, opts);
        const assigner = assignerOf(name, checked, this, opts);

        const own = { ...settleIdentities(name, checked, this), pods: podIdentities(checked, this) };
        const pools = inheritSubnet(checked);
        const facts: GrantFacts = {
            args: checked,
            pools: pools.map((pool) => ({ ...pool, name: poolName(pool) })),
            ownControlPlane: own.controlPlane !== undefined,
            kubeletIdentityId: own.kubelet?.resourceId,
            servicePrincipal: own.servicePrincipal !== undefined,
        };
        const grants = requiredGrants(facts);
        const due = (all: Grant[], when: Grant["when"]) => all.filter((grant) => grant.when === when);

        const before = assignGrants(assigner, due(grants, "before-cluster"), principalsOf(own));
        const former = formerGrants(assigner, checked, facts);

        // When a living cluster changes its identities, the new ones' grants come before its update and the old ones'
        // go after it: the cluster depends on the new grants, and Pulumi deletes what a program has dropped, and what a
        // replacement has superseded (assignGrants creates first), only when everything else is done.
        const transitions = checkTransitions({
            name,
            component: this,
            pools: pools.map(poolName),
            keptClientId: checked.controlPlaneIdentity?.servicePrincipal?.clientId,
            keptPrincipalId: checked.controlPlaneIdentity?.formerPrincipalId,
            kubeletGrants: grants
                .filter(({ identity }) => identity === "kubelet")
                .map(({ role }) => role.name),
            controlPlaneGrants: formerSystemAssignedGrants(facts).map(({ role }) => role.name),
        });
        const settled = { ...checked, entra: withAdminGroupIds(checked.entra, this) };
        const cluster = new ManagedCluster(`${name}-cluster`, managedClusterArgs(name, settled, own), {
            parent: this,
            dependsOn: [before, ...former].flatMap(({ resources }) => resources),
            ignoreChanges: leftToOthers(checked),
            hooks: {
                beforeCreate: transitions,
                beforeUpdate: transitions,
                onError: retryWhilePropagating({
                    name,
                    component: this,
                    timeoutMinutes: checked.propagationTimeoutMinutes ?? LONGEST_PROPAGATION_MINUTES,
                    made: assigner.make,
                    beforeCluster: before.required,
                }),
            },
        });

        const controlPlane = identityOutputs.controlPlaneIdentity(own, cluster);
        const kubelet = identityOutputs.kubeletIdentity(own, cluster);
        const addons = addonIdentities(cluster);
        const onCluster = requiredGrants({ ...facts, clusterId: cluster.id });
        const after = assignGrants(assigner, due(onCluster, "after-cluster"), {
            controlPlane: { principalId: controlPlane.principalId },
            kubelet: { principalId: kubelet.principalId },
            ...principalsOf(own),
            ...addonPrincipals(addons, own.servicePrincipal),
        });

        collectMonitoringData(name, checked, cluster, this);
        createNodePools(name, pools.slice(1), checked.resourceGroupName, cluster, after.resources, this);

        this.clusterId = cluster.id;
        this.clusterName = cluster.name;
        this.fqdn = cluster.fqdn;
        this.nodeResourceGroup = cluster.nodeResourceGroup.apply((group) => group as string);
        this.oidcIssuerUrl = cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
        this.identity = identityOutputs.clusterIdentity(own, cluster);
        this.identityProfile = identityOutputs.identityProfile(kubelet);
        this.controlPlaneIdentity = controlPlane;
        this.kubeletIdentity = kubelet;
        this.addonIdentities = addons;
        // The cluster's own answer would be as secret as the client secret that was sent beside it.
        this.servicePrincipalClientId =
            own.servicePrincipal?.clientId ??
            cluster.servicePrincipalProfile.apply((profile) => profile?.clientId as string);
        this.roleAssignments = pulumi
            .all([before, ...former, after].map(({ required }) => required))
            .apply((lists) => lists.flat());
        this.roleAssignmentCommands = this.roleAssignments.apply((all) => all.map(azCommand));
        this.kubeconfig = userKubeconfig(cluster, checked, this);

        this.registerOutputs({
            clusterId: this.clusterId,
            clusterName: this.clusterName,
            fqdn: this.fqdn,
            nodeResourceGroup: this.nodeResourceGroup,
            oidcIssuerUrl: this.oidcIssuerUrl,
            identity: this.identity,
            identityProfile: this.identityProfile,
            controlPlaneIdentity: this.controlPlaneIdentity,
            kubeletIdentity: this.kubeletIdentity,
            addonIdentities: this.addonIdentities,
            servicePrincipalClientId: this.servicePrincipalClientId,
            roleAssignments: this.roleAssignments,
            roleAssignmentCommands: this.roleAssignmentCommands,
            kubeconfig: this.kubeconfig,
        });
    }
}

/** The user-assigned identities or the service principal; what AKS or Azure makes with the cluster stays absent. */
function settleIdentities(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    parent: pulumi.Resource,
): ClusterIdentities {
    const placement = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };
    const { type, servicePrincipal } = args.controlPlaneIdentity ?? {};
    if (type === ControlPlaneIdentityType.SystemAssigned) {
        return {};
    }
    if (type === ControlPlaneIdentityType.ServicePrincipal && servicePrincipal !== undefined) {
        return { servicePrincipal: findServicePrincipal(servicePrincipal, parent) };
    }
    const controlPlane = clusterIdentity(
        `${name}-control-plane`,
        args.controlPlaneIdentity ?? {},
        placement,
        parent,
    );
    const kubelet =
        args.kubeletIdentity?.type === KubeletIdentityType.AksManaged
            ? undefined
            : clusterIdentity(`${name}-kubelet`, args.kubeletIdentity ?? {}, placement, parent);
    return { controlPlane, kubelet };
}

/** The system pool and the others; a pool without a subnet is in the system pool's. */
function inheritSubnet(args: ManagedIdentityAksClusterArgs): NodePoolArgs[] {
    const system = args.systemNodePool;
    const others = args.nodePools ?? [];
    return [system, ...others.map((pool) => ({ ...pool, subnetId: pool.subnetId ?? system.subnetId }))];
}

/** The principals that are there before the cluster. */
function principalsOf({ controlPlane, kubelet, servicePrincipal }: ClusterIdentities): Principals {
    const principals = {
        controlPlane: controlPlane ?? servicePrincipal,
        kubelet: kubelet ?? servicePrincipal,
    };
    return Object.fromEntries(Object.entries(principals).filter(([, principal]) => principal !== undefined));
}

function assignerOf(
    name: string,
    { roleAssignments, shareRoleAssignmentsAs }: ManagedIdentityAksClusterArgs,
    component: pulumi.Resource,
    opts?: pulumi.ComponentResourceOptions,
): Assigner {
    const make = roleAssignments !== RoleAssignmentMode.Skip;
    const label = `ManagedIdentityAksCluster "${name}"`;
    const claimant = { label, component, sharedAs: shareRoleAssignmentsAs };
    return { name, claimant, make, shared: sharedRoleAssignments(shareRoleAssignmentsAs, opts) };
}

/** The grants that principals keep which a changed cluster has left; none where there were none. */
function formerGrants(
    assigner: Assigner,
    { controlPlaneIdentity }: ManagedIdentityAksClusterArgs,
    facts: GrantFacts,
): AssignedGrants[] {
    const { servicePrincipal, formerPrincipalId } = controlPlaneIdentity ?? {};
    const former: AssignedGrants[] = [];
    if (servicePrincipal !== undefined && !facts.servicePrincipal) {
        const kubelet = findServicePrincipal(servicePrincipal, assigner.claimant.component);
        former.push(assignGrants(assigner, formerServicePrincipalGrants(facts), { kubelet }));
    }
    if (formerPrincipalId !== undefined) {
        const controlPlane = { principalId: pulumi.output(formerPrincipalId) };
        former.push(assignGrants(assigner, formerSystemAssignedGrants(facts), { controlPlane }));
    }
    return former;
}

/** One pool after the other: AKS answers 409 to a second one while it is busy with the first. */
function createNodePools(
    name: string,
    pools: NodePoolArgs[],
    resourceGroupName: pulumi.Input<string>,
    cluster: ManagedCluster,
    grants: pulumi.Resource[],
    parent: pulumi.Resource,
): void {
    let before: pulumi.Resource[] = grants;
    for (const pool of pools) {
        const made = new AgentPool(
            `${name}-pool-${poolName(pool)}`,
            { resourceGroupName, resourceName: cluster.name, ...agentPoolArgs(pool) },
            {
                parent,
                dependsOn: before,
                ignoreChanges: isAutoscaled(pool) ? ["count"] : undefined,
                hooks: { beforeUpdate: checkPoolTransition(name, poolName(pool)) },
            },
        );
        before = [...grants, made];
    }
}
