import { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { type ClusterIdentities, leftToOthers, managedClusterArgs } from "./cluster/managedCluster";
import { poolName } from "./cluster/nodePools";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { azCommand } from "./grants/commands";
import type { GrantFacts } from "./grants/facts";
import { formerGrants } from "./grants/former";
import type { Grant } from "./grants/grant";
import { formerSystemAssignedGrants, requiredGrants } from "./grants/required";
import { retryWhilePropagating } from "./grants/retry";
import { addonIdentities, addonPrincipals } from "./identities/addons";
import { withAdminGroupIds } from "./identities/adminGroups";
import { foundAmong, givenIdentities } from "./identities/given";
import { readerOf } from "./identities/madeByAks";
import * as identityOutputs from "./identities/outputs";
import { principalsOf, settleIdentities } from "./identities/settled";
import { podIdentities } from "./identities/userAssigned";
import { userKubeconfig } from "./kubeconfig";
import { collectMonitoringData } from "./monitoring";
import { createNodePools, poolsOf } from "./nodePools";
import type {
    AddonIdentity,
    ClusterIdentity,
    ControlPlaneIdentity,
    IdentityProfile,
    KubeletIdentity,
    RequiredRoleAssignment,
} from "./outputs";
import { checkArgs } from "./rules/check";
import { checkTransitions } from "./transitions/hook";

const LONGEST_PROPAGATION_MINUTES = 60;

/**
 * An Azure Kubernetes Service cluster whose every permission is a managed identity: the control plane's and the
 * kubelets' user-assigned identities, exactly the role assignments that they need, and the cluster, made when those
 * exist that it needs first. Those that AKS checks while it makes a cluster are waited for until they are in effect;
 * the others may take effect some minutes later. See https://learn.microsoft.com/azure/aks/use-managed-identity.
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
        const assigner = assignerOf("ManagedIdentityAksCluster", name, checked, this);
        // Not the checked copy: of an output that has been looked at, no part is known before the whole is.
        const given = args.identities === undefined ? undefined : givenIdentities(args.identities);

        const settled: ClusterIdentities = given ?? settleIdentities(name, checked, this);
        const own = { ...settled, pods: podIdentities(checked, this) };
        const pools = poolsOf(checked);
        const facts: GrantFacts = {
            args: checked,
            pools: pools.map((pool) => ({ ...pool, name: poolName(pool) })),
            ownControlPlane: own.controlPlane !== undefined,
            kubeletIdentityId: own.kubelet?.resourceId,
            servicePrincipal: own.servicePrincipal !== undefined,
        };
        const grants = requiredGrants(facts);
        const due = (all: Grant[], when: Grant["when"]) => all.filter((grant) => grant.when === when);

        const before = assignGrants(
            { ...assigner, make: assigner.make && given === undefined },
            due(grants, "before-cluster"),
            principalsOf(own),
        );
        const required = given ? foundAmong(assigner.label, before, given) : before.required;
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
        const first: pulumi.Resource[] = [before, ...former].flatMap(({ resources }) => resources);
        // What fails here stops the cluster, in a preview already where the values are known.
        const checks = [...before.checks, ...(given ? [required] : [])];
        const found = { ...checked, entra: withAdminGroupIds(checked.entra, this) };
        const cluster = new ManagedCluster(`${name}-cluster`, managedClusterArgs(name, found, own), {
            parent: this,
            dependsOn: checks.length === 0 ? first : pulumi.all(checks).apply(() => first),
            ignoreChanges: leftToOthers(checked),
            hooks: {
                beforeCreate: transitions,
                beforeUpdate: transitions,
                onError: retryWhilePropagating({
                    name,
                    component: this,
                    timeoutMinutes: checked.propagationTimeoutMinutes ?? LONGEST_PROPAGATION_MINUTES,
                    made: assigner.make || given !== undefined,
                    beforeCluster: required,
                }),
            },
        });

        const read = readerOf(cluster, this);
        const controlPlane = identityOutputs.controlPlaneIdentity(own, read);
        const kubelet = identityOutputs.kubeletIdentity(own, read);
        const onCluster = requiredGrants({ ...facts, clusterId: cluster.id });
        const after = assignGrants(assigner, due(onCluster, "after-cluster"), {
            controlPlane: { principalId: controlPlane.principalId },
            kubelet: { principalId: kubelet.principalId },
            ...principalsOf(own),
            ...addonPrincipals(read, own.servicePrincipal),
        });

        warnOfUnused(assigner);

        collectMonitoringData(name, checked, cluster, this);
        createNodePools(name, checked, pools.slice(1), cluster, after.resources, this);

        this.clusterId = cluster.id;
        this.clusterName = cluster.name;
        this.fqdn = read(({ fqdn }) => fqdn);
        this.nodeResourceGroup = read(({ nodeResourceGroup }) => nodeResourceGroup);
        this.oidcIssuerUrl = read(
            ({ oidcIssuerProfile }) => oidcIssuerProfile?.issuerURL,
            ({ oidcIssuerProfile }) => oidcIssuerProfile?.issuerURL ?? "",
        );
        this.identity = identityOutputs.clusterIdentity(own, read);
        this.identityProfile = identityOutputs.identityProfile(kubelet);
        this.controlPlaneIdentity = controlPlane;
        this.kubeletIdentity = kubelet;
        this.addonIdentities = addonIdentities(read, checked.addons);
        // The cluster's own answer would be as secret as the client secret that was sent beside it.
        this.servicePrincipalClientId =
            own.servicePrincipal?.clientId ??
            cluster.servicePrincipalProfile.apply((profile) => profile?.clientId as string);
        this.roleAssignments = pulumi
            .all([required, ...[...former, after].map((assigned) => assigned.required)])
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
