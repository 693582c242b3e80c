import { ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { type ClusterIdentities, managedClusterArgs } from "./cluster/managedCluster";
import { poolName } from "./cluster/nodePools";
import { clusterOwnership } from "./cluster/ownership";
import { urnsOf } from "./engine/previousRun";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { azCommand } from "./grants/commands";
import type { GrantFacts } from "./grants/facts";
import { formerGrants } from "./grants/former";
import type { Grant } from "./grants/grant";
import { formerSystemAssignedGrants, requiredGrants } from "./grants/required";
import { retryWhilePropagating } from "./grants/retry";
import { printSkipped } from "./grants/skipped";
import { hostNames } from "./hostNames";
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
import { validateClusterArgs } from "./rules/validate";
import { checkTransitions } from "./transitions/hook";
import { fixedNames } from "./transitions/replacement";
import { ClusterTracker } from "./transitions/track";

const TYPE = "managed-identity-aks:index:ManagedIdentityAksCluster";
const LONGEST_PROPAGATION_MINUTES = 60;

/**
 * An Azure Kubernetes Service (AKS) cluster that uses managed identities. The component creates user-assigned identities
 * for the control plane and the kubelets, exactly the role assignments that they need, and the cluster. Role assignments
 * that the cluster needs exist before it is created. The component waits until those that AKS checks during creation take
 * effect; the others may take effect some minutes later. See https://learn.microsoft.com/azure/aks/use-managed-identity.
 *
 * The names and types of the child resources are stable; `docs/resources.md` lists them.
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
     * Public host name of the API server; absent on a private cluster without a public name
     * (`enablePrivateClusterPublicFQDN: false`).
     */
    public readonly fqdn: pulumi.Output<string | undefined>;
    /**
     * Private host name of the API server, in its private DNS zone; absent on a public cluster.
     */
    public readonly privateFqdn: pulumi.Output<string | undefined>;
    /**
     * Name of the resource group in which AKS creates the nodes.
     */
    public readonly nodeResourceGroup: pulumi.Output<string>;
    /**
     * Issuer of the tokens of the cluster's service accounts, for `AksWorkloadIdentity`; an empty string on a cluster
     * without an OIDC issuer.
     */
    public readonly oidcIssuerUrl: pulumi.Output<string>;
    /**
     * The property `identity` of the cluster, in the shape that Azure returns.
     */
    public readonly identity: pulumi.Output<ClusterIdentity>;
    /**
     * The property `identityProfile` of the cluster, in the shape that Azure returns: `kubeletidentity` with `resourceId`,
     * `clientId` and `objectId`. On a cluster with a service principal, for which Azure returns no profile, the service
     * principal without `resourceId`.
     */
    public readonly identityProfile: pulumi.Output<IdentityProfile>;
    /**
     * The control plane's identity.
     */
    public readonly controlPlaneIdentity: pulumi.Output<ControlPlaneIdentity>;
    /**
     * The kubelets' identity, for example to give it access to a registry.
     */
    public readonly kubeletIdentity: pulumi.Output<KubeletIdentity>;
    /**
     * Identities that AKS created for add-ons, with Azure's name of the add-on as key: `azurepolicy`, `omsagent` (with legacy
     * authentication), `azureKeyvaultSecretsProvider`, `ingressApplicationGateway`, `aciConnectorLinux`, `webAppRouting`. An
     * add-on that is off is absent.
     */
    public readonly addonIdentities: pulumi.Output<Record<string, AddonIdentity>>;
    /**
     * `servicePrincipalProfile.clientId` of the cluster: `msi` on a cluster with managed identities, otherwise the client id
     * of its service principal.
     */
    public readonly servicePrincipalClientId: pulumi.Output<string>;
    /**
     * Every role assignment that the cluster needs, with its reason. The component creates them; with
     * `roleAssignments: "Skip"` somebody else must.
     */
    public readonly roleAssignments: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same role assignments as commands of the Azure CLI, for somebody else to run.
     */
    public readonly roleAssignmentCommands: pulumi.Output<string[]>;
    /**
     * User kubeconfig of the cluster, as a secret; absent without `exportKubeconfig`. With Microsoft Entra ID it starts
     * kubelogin.
     */
    public readonly kubeconfig: pulumi.Output<string | undefined>;

    /**
     * @throws ArgumentsError if an argument violates a rule, before any resource is registered.
     */
    constructor(name: string, args: ManagedIdentityAksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        const checked = validateClusterArgs(name, args);
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
