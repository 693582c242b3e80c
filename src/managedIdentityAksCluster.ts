import { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { type ClusterIdentities, managedClusterArgs } from "./cluster/managedCluster";
import { poolName } from "./cluster/nodePoolArgs";
import { clusterOwnership } from "./cluster/ownership";
import { urnsOf } from "./engine/previousRun";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { azCommand } from "./grants/commands";
import type { GrantFacts } from "./grants/facts";
import type { Grant } from "./grants/grant";
import { formerGrants } from "./grants/previousGrants";
import { formerSystemAssignedGrants, requiredGrants } from "./grants/required";
import { retryWhilePropagating } from "./grants/retry";
import { printSkipped } from "./grants/skipped";
import { hostNames } from "./hostNames";
import { addonIdentities, addonPrincipals } from "./identities/addonIdentities";
import { withAdminGroupIds } from "./identities/adminGroups";
import { principalsOf, settleIdentities } from "./identities/clusterIdentities";
import * as identityOutputs from "./identities/identityOutputs";
import { readerOf } from "./identities/livingCluster";
import { foundAmong, givenIdentities } from "./identities/sharedIdentities";
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
import { fixedNames } from "./transitions/replacement";
import { ClusterTracker } from "./transitions/track";

const TYPE = "managed-identity-aks:index:ManagedIdentityAksCluster";
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
     * Public host name of the API server; absent on a private cluster without one
     * (`enablePrivateClusterPublicFQDN: false`).
     */
    public readonly fqdn: pulumi.Output<string | undefined>;
    /**
     * Private host name of the API server, in its private DNS zone; absent on a public cluster.
     */
    public readonly privateFqdn: pulumi.Output<string | undefined>;
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
     * User kubeconfig of the cluster, a secret; absent unless `exportKubeconfig` asks for it.
     */
    public readonly kubeconfig: pulumi.Output<string | undefined>;

    /**
     * @throws ArgumentsError if an argument breaks a rule, before any resource is registered.
     */
    constructor(name: string, args: ManagedIdentityAksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        const checked = checkArgs(name, args);
        super(TYPE, name, {}, opts);
        const assigner = assignerOf("ManagedIdentityAksCluster", name, args, this);
        const given = args.identities === undefined ? undefined : givenIdentities(args.identities);
        const identities: ClusterIdentities = given ?? settleIdentities(name, args, this);
        const own = { ...identities, pods: podIdentities(args, this) };
        const pools = poolsOf(args);
        const facts: GrantFacts = {
            args: args,
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
        const former = formerGrants(assigner, args, facts);

        const sent = managedClusterArgs(name, { ...args, entra: withAdminGroupIds(args.entra, this) }, own);
        const ownership = clusterOwnership(args, sent);
        const urns = urnsOf(this, TYPE, name, opts);
        const tracker = new ClusterTracker(this, urns, ownership);
        // When a living cluster changes its identities, the new ones' grants come before its update and the old ones'
        // go after it: the cluster depends on the new grants, and Pulumi deletes what a program has dropped, and what a
        // replacement has superseded (assignGrants creates first), only when everything else is done.
        const transitions = checkTransitions({
            name,
            component: this,
            tracker,
            pools: pools.map(poolName),
            fixedNames: fixedNames(args),
            keptClientId: args.controlPlaneIdentity?.servicePrincipal?.clientId,
            keptPrincipalId: args.controlPlaneIdentity?.formerPrincipalId,
            kubeletGrants: grants
                .filter(({ identity }) => identity === "kubelet")
                .map(({ role }) => role.name),
            controlPlaneGrants: formerSystemAssignedGrants(facts).map(({ role }) => role.name),
            silenced: args.silenceWarnings ?? [],
        });
        const first: pulumi.Resource[] = [before, ...former].flatMap(({ resources }) => resources);
        // What fails here stops the cluster, in a preview already where the values are known.
        const checks: pulumi.Output<unknown>[] = [checked, ...before.checks, ...(given ? [required] : [])];
        const cluster = new ManagedCluster(`${name}-cluster`, sent, {
            parent: this,
            dependsOn: pulumi.all(checks).apply(() => first),
            ignoreChanges: ownership.ignoreChanges,
            transforms: tracker.ofCluster(),
            ...(fixedNames(args).length > 0 && { deleteBeforeReplace: true }),
            hooks: {
                beforeCreate: transitions,
                beforeUpdate: transitions,
                onError: retryWhilePropagating({
                    name,
                    component: this,
                    timeoutMinutes: args.propagationTimeoutMinutes ?? LONGEST_PROPAGATION_MINUTES,
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
        for (const { required: skipped } of given ? [after] : [before, ...former, after]) {
            printSkipped(assigner, urns, skipped);
        }

        collectMonitoringData(name, args, cluster, this);
        const nodePools = createNodePools(
            name,
            args,
            pools.slice(1),
            cluster,
            after.resources,
            tracker,
            this,
        );

        this.clusterId = cluster.id;
        this.clusterName = cluster.name;
        const hosts = hostNames(args, read);
        this.fqdn = hosts.apply(({ fqdn }) => fqdn);
        this.privateFqdn = hosts.apply(({ privateFqdn }) => privateFqdn);
        this.nodeResourceGroup = read(({ nodeResourceGroup }) => nodeResourceGroup);
        this.oidcIssuerUrl = read(
            ({ oidcIssuerProfile }) => oidcIssuerProfile?.issuerURL,
            ({ oidcIssuerProfile }) => oidcIssuerProfile?.issuerURL ?? "",
        );
        this.identity = identityOutputs.clusterIdentity(own, read);
        this.identityProfile = identityOutputs.identityProfile(kubelet);
        this.controlPlaneIdentity = controlPlane;
        this.kubeletIdentity = kubelet;
        this.addonIdentities = addonIdentities(read, args.addons);
        // The cluster's own answer would be as secret as the client secret that was sent beside it.
        this.servicePrincipalClientId =
            own.servicePrincipal?.clientId ??
            cluster.servicePrincipalProfile.apply((profile) => profile?.clientId as string);
        this.roleAssignments = pulumi
            .all([required, ...[...former, after].map((assigned) => assigned.required)])
            .apply((lists) => lists.flat());
        this.roleAssignmentCommands = this.roleAssignments.apply((all) => all.map(azCommand));
        this.kubeconfig = userKubeconfig(cluster, args, this);

        this.registerOutputs({
            clusterId: this.clusterId,
            clusterName: this.clusterName,
            fqdn: this.fqdn,
            privateFqdn: this.privateFqdn,
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
            appliedSettings: tracker.applied(cluster, nodePools),
        });
    }
}
