import * as pulumi from "@pulumi/pulumi";
import { createAgentPools } from "./agentPools";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { clusterAdoption } from "./cluster/adoption";
import { hasVersion } from "./cluster/livePools";
import { managedClusterArgs } from "./cluster/managedCluster";
import { poolsOf } from "./cluster/nodePoolArgs";
import { CLUSTER_PROPERTIES } from "./cluster/properties";
import { collectMonitoringData } from "./dataCollection";
import { createManagedCluster } from "./engine/aks";
import { explainBusy } from "./engine/busyCluster";
import { withFormerNames } from "./engine/formerNames";
import { hideAnswersInDebugMessages } from "./engine/sdk";
import { assignAfterCluster, assignBeforeCluster, assignPreviousGrants } from "./grants/assignCluster";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { azCommand } from "./grants/commands";
import { grantFacts } from "./grants/facts";
import { readPullRoles } from "./grants/pullRoles";
import { requiredGrants } from "./grants/required";
import { retryWhilePropagating } from "./grants/retry";
import { printSkipped } from "./grants/skipped";
import { hostNames } from "./hostNames";
import { addonIdentities } from "./identities/addonIdentities";
import { withAdminGroupIds } from "./identities/adminGroups";
import { clusterIdentities } from "./identities/clusterIdentities";
import { clusterReader } from "./identities/clusterReader";
import { clusterIdentity, controlPlaneIdentity, identityProfile, kubeletIdentity } from "./identities/identityOutputs";
import { userKubeconfig } from "./kubeconfig";
import type {
    AddonIdentity,
    ClusterIdentityResponse,
    ControlPlaneIdentityResponse,
    IdentityProfile,
    KubeletIdentityResponse,
    RequiredRoleAssignment,
} from "./outputs";
import { validateClusterArgs } from "./rules/validate";
import { checkTransitions } from "./transitions/hook";
import { ClusterReconciliation } from "./transitions/reconciliation";

const TYPE = "managed-identity-aks:index:ManagedIdentityAksCluster";
const LONGEST_PROPAGATION_MINUTES = 60;

/**
 * An Azure Kubernetes Service (AKS) cluster that uses managed identities. The component creates user-assigned identities
 * for the control plane and the kubelets, the role assignments that they need, and the cluster. Role assignments
 * that the cluster needs exist before it is created. The component waits until those that AKS checks during creation take
 * effect; the others may take effect some minutes later. See https://learn.microsoft.com/azure/aks/managed-identity-overview.
 *
 * The names and types of the child resources are stable. They are listed at
 * https://github.com/managed-identity-aks/managed-identity-aks/blob/main/docs/resources.md.
 */
export class ManagedIdentityAksCluster extends pulumi.ComponentResource {
    /**
     * Resource id of the cluster.
     */
    public readonly clusterId!: pulumi.Output<string>;
    /**
     * Name of the cluster in Azure.
     */
    public readonly clusterName!: pulumi.Output<string>;
    /**
     * Azure region of the cluster, as Azure writes it: `westeurope`.
     */
    public readonly location!: pulumi.Output<string>;
    /**
     * Kubernetes version that the control plane runs, `<major>.<minor>.<patch>`. After an automatic upgrade `pulumi refresh`
     * shows the new one.
     */
    public readonly currentKubernetesVersion!: pulumi.Output<string>;
    /**
     * Resource ids of the node pools, including the system pool, with the names of the pools as keys.
     */
    public readonly nodePoolIds!: pulumi.Output<Record<string, string>>;
    /**
     * Public host name of the API server; absent on a private cluster without a public name
     * (`enablePrivateClusterPublicFQDN: false`).
     */
    public readonly fqdn!: pulumi.Output<string | undefined>;
    /**
     * Private host name of the API server, in its private DNS zone; absent on a public cluster.
     */
    public readonly privateFQDN!: pulumi.Output<string | undefined>;
    /**
     * Name of the resource group in which AKS creates the nodes.
     */
    public readonly nodeResourceGroup!: pulumi.Output<string>;
    /**
     * Issuer of the tokens of the cluster's service accounts, for `AksWorkloadIdentity`; an empty string on a cluster
     * without an OIDC issuer.
     */
    public readonly oidcIssuerUrl!: pulumi.Output<string>;
    /**
     * The property `identity` of the cluster, in the shape that Azure returns.
     */
    public readonly identity!: pulumi.Output<ClusterIdentityResponse>;
    /**
     * The property `identityProfile` of the cluster, in the shape that Azure returns: `kubeletidentity` with `resourceId`,
     * `clientId` and `objectId`. On a cluster with a service principal, for which Azure returns no profile, the service
     * principal without `resourceId`.
     */
    public readonly identityProfile!: pulumi.Output<IdentityProfile>;
    /**
     * The control plane's identity.
     */
    public readonly controlPlaneIdentity!: pulumi.Output<ControlPlaneIdentityResponse>;
    /**
     * The kubelets' identity, for example to give it access to a registry.
     */
    public readonly kubeletIdentity!: pulumi.Output<KubeletIdentityResponse>;
    /**
     * Identities that AKS created for add-ons, with Azure's name of the add-on as key: `azurepolicy`, `omsagent` (with legacy
     * authentication), `azureKeyvaultSecretsProvider`, `ingressApplicationGateway`, `aciConnectorLinux`, `webAppRouting`. An
     * add-on that is off is absent.
     */
    public readonly addonIdentities!: pulumi.Output<Record<string, AddonIdentity>>;
    /**
     * `servicePrincipalProfile.clientId` of the cluster: `msi` on a cluster with managed identities, otherwise the client id
     * of its service principal.
     */
    public readonly servicePrincipalClientId!: pulumi.Output<string>;
    /**
     * Every role assignment that the cluster needs, with a description of what it is for. The component creates them.
     * With `roleAssignmentMode: "Skip"` somebody else must create them.
     */
    public readonly roleAssignments!: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same role assignments as Azure CLI commands, for somebody else to run.
     */
    public readonly roleAssignmentCommands!: pulumi.Output<string[]>;
    /**
     * User kubeconfig of the cluster, as a secret; absent without `exportKubeconfig`. With Microsoft Entra ID it starts
     * kubelogin.
     */
    public readonly kubeconfig!: pulumi.Output<string | undefined>;

    /**
     * @throws ArgumentsError if an argument violates a rule, before any resource is registered.
     */
    constructor(name: string, args: ManagedIdentityAksClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const validated = validateClusterArgs(name, args);
        hideAnswersInDebugMessages();
        super(TYPE, name, {}, withFormerNames(name, opts));

        const assigner = assignerOf("ManagedIdentityAksCluster", name, args, this);
        const { label } = assigner;
        const reconciliation = new ClusterReconciliation({ name, label, component: this, args });

        const identities = clusterIdentities(name, args, this, reconciliation.liveIdentity);
        const isShared = identities.roleAssignments !== undefined;

        const facts = grantFacts(args, poolsOf(args), identities, readPullRoles(assigner));
        const grants = requiredGrants(facts);
        const before = assignBeforeCluster(assigner, grants, identities);
        const previous = assignPreviousGrants(assigner, args, facts);

        const resolvedArgs = { ...args, entra: withAdminGroupIds(args.entra, this) };
        const sent = managedClusterArgs(name, resolvedArgs, identities);
        const checked = { name, label, component: this, args, reconciliation, grants, grantFacts: facts };
        const transitions = checkTransitions(checked);
        const adjusted = reconciliation.adjustCluster(`${name}-cluster`, sent);
        // When a living cluster changes its identities, the new ones' grants come before its update and the old ones'
        // go after it: the cluster depends on the new grants, and Pulumi deletes what a program has dropped, and what a
        // replacement has superseded (assignGrants creates first), only when everything else is done.
        const first: pulumi.Resource[] = [before, ...previous].flatMap(({ resources }) => resources);
        const busy = explainBusy(name);
        const cluster = createManagedCluster(`${name}-cluster`, sent, CLUSTER_PROPERTIES, {
            parent: this,
            // A check that fails stops the cluster, in a preview already where the values are known.
            dependsOn: pulumi.all([validated, adjusted, ...before.checks]).apply(() => first),
            // The new cluster has the name of the old one.
            deleteBeforeReplace: true,
            ...clusterAdoption(args.adopt),
            hooks: {
                beforeCreate: transitions,
                beforeUpdate: transitions,
                onError: [
                    ...busy,
                    ...retryWhilePropagating({
                        name,
                        component: this,
                        timeoutMinutes: args.propagationTimeoutMinutes ?? LONGEST_PROPAGATION_MINUTES,
                        creates: assigner.creates || isShared,
                        beforeCluster: before.required,
                    }),
                ],
            },
        });
        collectMonitoringData(name, args, cluster, this);

        const read = clusterReader(cluster, reconciliation);
        const after = assignAfterCluster(assigner, grants, identities, read, cluster.id);
        warnOfUnused(assigner);
        printSkipped(
            assigner,
            (isShared ? [after] : [before, ...previous, after]).map(({ required }) => required),
        );

        const pools = createAgentPools({ ...checked, explainBusy: busy }, cluster, [...first, ...after.resources]);
        reconciliation.save(cluster, pools);

        const kubelet = kubeletIdentity(identities, read);
        const hosts = hostNames(args, read);
        const roleAssignments = pulumi
            .all([before, ...previous, after].map(({ required }) => required))
            .apply((lists) => lists.flat());
        const outputs: Omit<ManagedIdentityAksCluster, keyof pulumi.ComponentResource> = {
            clusterId: cluster.id,
            clusterName: cluster.name,
            location: read(({ location }) => location),
            currentKubernetesVersion: pulumi.output(args.kubernetesVersion).apply((wanted) =>
                read(
                    // A preview of an upgrade does not know it.
                    ({ currentKubernetesVersion: is }) => (hasVersion(wanted ?? is, is) ? is : undefined),
                    ({ currentKubernetesVersion }) => currentKubernetesVersion as string,
                ),
            ),
            nodePoolIds: pulumi.output({
                [reconciliation.systemPool]: pulumi.interpolate`${cluster.id}/agentPools/${reconciliation.systemPool}`,
                ...Object.fromEntries([...pools].map(([pool, { id }]) => [pool, id])),
            }),
            fqdn: hosts.apply(({ fqdn }) => fqdn),
            privateFQDN: hosts.apply(({ privateFQDN }) => privateFQDN),
            nodeResourceGroup: read(({ nodeResourceGroup }) => nodeResourceGroup),
            oidcIssuerUrl: read(
                ({ oidcIssuerProfile }) => oidcIssuerProfile?.issuerURL,
                ({ oidcIssuerProfile }) => oidcIssuerProfile?.issuerURL ?? "",
            ),
            identity: clusterIdentity(identities, read),
            identityProfile: identityProfile(kubelet),
            controlPlaneIdentity: controlPlaneIdentity(identities, read),
            kubeletIdentity: kubelet,
            addonIdentities: addonIdentities(read, args.addons),
            // The cluster's own answer would be as secret as the client secret that was sent with it.
            servicePrincipalClientId:
                identities.servicePrincipal?.clientId ??
                cluster.servicePrincipalProfile.apply((profile) => profile?.clientId as string),
            roleAssignments,
            roleAssignmentCommands: roleAssignments.apply((all) => all.map(azCommand)),
            kubeconfig: userKubeconfig(cluster, args, this),
        };
        Object.assign(this, outputs);
        this.registerOutputs(outputs);
    }
}
