import { type ArmError, notModelled } from "../../../kernel/errors";
import { derived, documented, issue, page, recorded, refused, unverified } from "../../../kernel/evidence";
import { arrayAt, type JsonObject, objectAt, stringAt, valueAt } from "../../../kernel/json";
import { parseArmPath, sameId } from "../../../kernel/resourceId";
import { keyType, privateZoneType, routeTableType } from "../../../kernel/typeNames";
import { groupsOf } from "../../resources/groups";
import * as errors from "../errors";
import type { ClusterRequest, PoolRequest } from "../request/request";
import { addonOf, isEnabled } from "../state/addons";
import { ownPrivateZone, routeTablesOf } from "../state/clusterUses";
import { nodeGroupId } from "../state/state";
import { decidedByPolicy, keyOfUrl } from "../state/vaultAccess";
import { hasIssuerByDefault } from "../state/versions";
import * as updateErrors from "../updateErrors";
import { addonRules, refusedAddon } from "./addonChecks";
import { rangeChecks } from "./addressRanges";
import { contradictions, refusedContradiction } from "./contradictions";
import { egressRules, refusedEgress } from "./egress";
import { identityChecks } from "./identityChecks";
import { nameChecks } from "./namesAndSizes";
import { refusedNetworkChange } from "./networkChanges";
import { refusedCount } from "./nodeCount";
import { poolRules, refusedPool } from "./poolSettings";
import { type CheckRow, type CheckTable, errorCodes, firstRefusal, type Proposal } from "./proposal";
import { poolPlaces, referenceChecks } from "./references";
import { unsupportedVersion } from "./supportedVersions";
import { refusedBesideSpot, refusedVersions } from "./versionChecks";

/** The first refusal counts. */
export function requireAcceptable(proposal: Proposal): void {
    for (const { refuse } of checks) {
        const error = refuse(proposal);
        if (error) throw error;
    }
}

const api = "https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update";

export const checks: readonly (CheckRow | CheckTable)[] = [
    ...identityChecks,
    ...nameChecks,
    { refuse: namelessCluster, ...unverified(api) },
    { refuse: newNodeGroup, ...recorded(issue("hashicorp/terraform-provider-azurerm#7562")) },
    { refuse: withoutPools, ...unverified(api) },
    { refuse: poolNames, ...documented(page("aks/create-node-pools#limitations")) },
    { refuse: withoutSystemPool, ...documented(page("aks/use-system-pools#system-and-user-node-pools")) },
    { refuse: newPool, ...recorded(issue("pulumi/pulumi-azure-native#2719")) },
    { refuse: changedCluster, ...derived(api) },
    { refuse: changedPools, ...derived(page("aks/create-node-pools#limitations")) },
    {
        refuse: ({ request, before }) =>
            firstRefusal(request.pools, (pool) => refusedPool(pool, poolBefore(before, pool))),
        rows: poolRules,
    },
    // Recorded, but for another count in the request that turns the autoscaler off.
    { refuse: nodeCounts, ...unverified(issue("Azure/AKS#2656")) },
    { refuse: refusedVersions, ...documented(page("aks/upgrade-node-pools#validation-rules-for-upgrades")) },
    { refuse: refusedBesideSpot, ...refused(page("aks/spot-node-pool#limitations")) },
    {
        // That there are such versions is recorded; which ones they are is not.
        refuse: unsupportedVersion,
        ...derived(page("aks/supported-kubernetes-versions#kubernetes-version-support-policy")),
    },
    { refuse: refusedNetworkChange, ...recorded(issue("Azure/AKS#409")) },
    { refuse: disabledIssuer, ...documented(page("aks/use-oidc-issuer#prerequisites")) },
    { refuse: poolPlaces, ...recorded(issue("MicrosoftDocs/azure-docs#116169")) },
    { refuse: refusedEgress, rows: Object.values(egressRules) },
    { refuse: refusedAddon, rows: Object.values(addonRules) },
    // That kubenet needs consent is recorded (MicrosoftDocs/azure-docs#67309).
    { refuse: podIdentities, ...derived(errorCodes) },
    { refuse: workloadIdentity, ...derived(page("aks/workload-identity-deploy-cluster")) },
    { refuse: kmsKey, ...documented(page("aks/use-kms-etcd-encryption#limitations")) },
    { refuse: virtualMachinesPools, ...documented(page("aks/virtual-machines-node-pools")) },
    { refuse: routeTables, ...recorded(issue("Azure/AKS-Construction#501")) },
    { refuse: privateDnsZone, ...documented(page("aks/private-clusters#considerations-for-private-dns")) },
    {
        refuse: namelessServer,
        ...refused(page("aks/private-clusters#disable-a-public-fqdn-on-a-private-aks-cluster")),
    },
    { refuse: refusedContradiction, rows: contradictions },
    ...referenceChecks,
    ...rangeChecks,
    // That it is not supported is documented, and nothing about how.
    { refuse: costAnalysisOfVirtualNodes, ...refused(page("aks/cost-analysis#limitations")) },
];

/** An Automatic cluster whose system pools are AKS's own comes without any (test_aks_automatic_sku_with_hosted_system_enabled). */
const hostsSystemPools = ({ properties }: ClusterRequest) => isEnabled(valueAt(properties, "hostedSystemProfile"));

function namelessCluster({ request: { properties }, before }: Proposal): ArmError | undefined {
    const isNamed = stringAt(properties, "dnsPrefix") || stringAt(properties, "fqdnSubdomain");
    return before || isNamed ? undefined : errors.requiredParameter("dnsPrefix");
}

/** AKS makes the node resource group itself, and takes none that is there. */
function newNodeGroup({ azure, clusterId, nodeResourceGroup, before }: Proposal): ArmError | undefined {
    if (before) return undefined;
    const { subscriptionId = "", resourceGroup: own = "" } = parseArmPath(clusterId) ?? {};
    if (sameId(nodeResourceGroup, own)) return updateErrors.nodeGroupSameAsGroup(nodeResourceGroup, own);
    return groupsOf(azure).get(nodeGroupId({ subscriptionId, nodeResourceGroup }))
        ? updateErrors.nodeGroupExists(nodeResourceGroup, subscriptionId)
        : undefined;
}

function withoutPools({ request, before }: Proposal): ArmError | undefined {
    const isWithout = !before && request.pools.length === 0 && !hostsSystemPools(request);
    return isWithout ? errors.requiredParameter("agentPoolProfiles") : undefined;
}

function poolNames({ request }: Proposal): ArmError | undefined {
    return firstRefusal(request.pools, poolNameError);
}

/** Windows pools have shorter names. */
export function poolNameError({ name, properties }: PoolRequest): ArmError | undefined {
    const windows = stringAt(properties, "osType") === "Windows";
    const [pattern, length] = windows ? [/^[a-z][a-z0-9]{0,5}$/, 6] : [/^[a-z][a-z0-9]{0,11}$/, 12];
    if (pattern.test(name)) return undefined;
    return errors.poolNameInvalid(
        name,
        `of ${windows ? "Windows" : "Linux"} pools start with a lower-case letter and hold at most ${length} lower-case letters and digits`,
    );
}

function withoutSystemPool({ request, before }: Proposal): ArmError | undefined {
    const hasOne = request.pools.some(({ properties }) => stringAt(properties, "mode") === "System");
    return before || hasOne || hostsSystemPools(request) ? undefined : errors.systemPoolRequired();
}

function newPool({ request, before }: Proposal): ArmError | undefined {
    const isNew = request.pools.some((pool) => !poolBefore(before, pool));
    return before && isNew ? errors.newPoolIntroduced() : undefined;
}

const poolBefore = (before: Proposal["before"], { name }: PoolRequest) =>
    before?.pools.find((pool) => pool.name === name);

function changedCluster({ request, before }: Proposal): ArmError | undefined {
    if (!before) return undefined;
    const { properties, nodeResourceGroup } = before;
    return changedProperty(immutable, { ...properties, nodeResourceGroup }, request.properties, "");
}

const immutable = [
    "dnsPrefix",
    "fqdnSubdomain",
    "nodeResourceGroup",
    "diskEncryptionSetID",
    "enableRBAC",
    "networkProfile.podCidr",
    "networkProfile.serviceCidr",
    "networkProfile.dnsServiceIP",
    "networkProfile.loadBalancerSku",
    "apiServerAccessProfile.enablePrivateCluster",
    "apiServerAccessProfile.privateDNSZone",
    "linuxProfile.adminUsername",
];

function changedPools({ request, before }: Proposal): ArmError | undefined {
    return firstRefusal(request.pools, (pool) => {
        const old = poolBefore(before, pool);
        return old && changedProperty(immutableOfPools, old.properties, pool.properties, "agentPoolProfiles.");
    });
}

export const immutableOfPools = [
    "vmSize",
    "vnetSubnetID",
    "podSubnetID",
    "osType",
    "osDiskSizeGB",
    "osDiskType",
    "maxPods",
    "type",
    "scaleSetPriority",
    "scaleSetEvictionPolicy",
    "spotMaxPrice",
];

/** A property that is left out, 0 or "" asks for nothing and so changes nothing. */
export function changedProperty(
    paths: string[],
    before: JsonObject,
    asked: JsonObject,
    prefix: string,
): ArmError | undefined {
    const changed = paths.find((path) => {
        const [old, wanted] = [before, asked].map((properties) => valueAt(properties, ...path.split(".")));
        if (typeof wanted === "boolean") return wanted !== (old ?? false);
        return wanted && String(wanted).toLowerCase() !== String(old).toLowerCase();
    });
    return changed === undefined ? undefined : errors.propertyChangeNotAllowed(prefix + changed);
}

function nodeCounts({ request, before }: Proposal): ArmError | undefined {
    return firstRefusal(request.pools, (pool) =>
        refusedCount(pool, poolBefore(before, pool), "agentPoolProfile.count"),
    );
}

function disabledIssuer({ request, before }: Proposal): ArmError | undefined {
    const [old, asked] = [before, request].map((one) => valueAt(one?.properties, "oidcIssuerProfile", "enabled"));
    return old === true && asked === false ? errors.issuerCannotBeDisabled() : undefined;
}

/** Kubenet writes routes: with a table of its user's on a node subnet it needs the rights for it beforehand. */
function routeTables({ azure, request, before, controlPlane }: Proposal): ArmError | undefined {
    const properties = { ...before?.properties, ...request.properties };
    const tables = routeTablesOf(azure, properties, [...request.pools, ...(before?.pools ?? [])]);
    return firstRefusal(tables, (id) => {
        if (controlPlane.type === "SystemAssigned") return errors.routeTableNeedsUserAssigned();
        const actions = [`${routeTableType}/read`, `${routeTableType}/write`];
        const allowed = actions.every((action) => azure.access.allows(controlPlane.principalId, action, id));
        return allowed ? undefined : errors.routeTableMissingPermission(id);
    });
}

function privateDnsZone({ azure, request, controlPlane }: Proposal): ArmError | undefined {
    const zone = ownPrivateZone(request.properties);
    if (!zone) return undefined;
    if (controlPlane.type === "SystemAssigned") return errors.privateZoneNeedsUserAssigned();
    const allowed = azure.access.allows(controlPlane.principalId, `${privateZoneType}/write`, zone);
    return allowed ? undefined : errors.privateZoneMissingPermission(zone);
}

/** Without a zone the public name is the only one; the Azure CLI does not ask for neither, and how AKS refuses it is not known. */
function namelessServer({ request, before }: Proposal): ArmError | undefined {
    const server = {
        ...objectAt(before?.properties, "apiServerAccessProfile"),
        ...objectAt(request.properties, "apiServerAccessProfile"),
    };
    return server.enablePrivateClusterPublicFQDN === false && server.privateDNSZone === "none"
        ? notModelled("a private cluster with neither a private DNS zone nor a public name")
        : undefined;
}

function podIdentities({ request, before }: Proposal): ArmError | undefined {
    const profile = objectAt(request.properties, "podIdentityProfile");
    if (!isEnabled(profile)) return undefined;
    const plugin =
        stringAt(request.properties, "networkProfile", "networkPlugin") ??
        stringAt(before?.properties, "networkProfile", "networkPlugin");
    if (plugin === "kubenet" && profile?.allowNetworkPluginKubenet !== true) return errors.podIdentityOnKubenet();
    const sent = arrayAt(profile, "userAssignedIdentities") ?? [];
    return !before && sent.length > 0 ? errors.podIdentitiesAtCreation() : undefined;
}

function workloadIdentity({ request, before }: Proposal): ArmError | undefined {
    if (!isEnabled(valueAt(request.properties, "securityProfile", "workloadIdentity"))) return undefined;
    const issuer =
        valueAt(request.properties, "oidcIssuerProfile", "enabled") ??
        valueAt(before?.properties, "oidcIssuerProfile", "enabled") ??
        hasIssuerByDefault(request.kubernetesVersion ?? "");
    return issuer === true ? undefined : errors.workloadIdentityNeedsIssuer();
}

/** Asked of a vault that is known; one of another subscription cannot be looked into. */
function kmsKey({ azure, request, controlPlane }: Proposal): ArmError | undefined {
    const settings = valueAt(request.properties, "securityProfile", "azureKeyVaultKms");
    if (!isEnabled(settings)) return undefined;
    if (controlPlane.type === "SystemAssigned") return errors.kmsNeedsUserAssigned();
    const url = stringAt(settings, "keyId") ?? "";
    const found = keyOfUrl(azure, url);
    const needed = ["encrypt", "decrypt"].map((verb) => `${keyType}/${verb}/action`);
    const allowed =
        !found ||
        needed.every(
            (action) =>
                decidedByPolicy(azure, controlPlane.principalId, action, found.key)?.allowed ??
                azure.access.decide(controlPlane.principalId, action, found.key, true).allowed,
        );
    return allowed ? undefined : errors.kmsMissingPermission(url);
}

function virtualMachinesPools({ request, controlPlane }: Proposal): ArmError | undefined {
    const inOwnNetwork = request.pools.some(
        ({ properties }) => stringAt(properties, "type") === "VirtualMachines" && stringAt(properties, "vnetSubnetID"),
    );
    return inOwnNetwork && controlPlane.type === "SystemAssigned"
        ? errors.virtualMachinesPoolNeedsUserAssigned()
        : undefined;
}

function costAnalysisOfVirtualNodes({ request, before }: Proposal): ArmError | undefined {
    const [costs, nodes] = [
        ({ properties }: Pick<ClusterRequest, "properties">) => valueAt(properties, "metricsProfile", "costAnalysis"),
        ({ properties }: Pick<ClusterRequest, "properties">) => addonOf(properties, "aciconnectorlinux"),
    ].map((part) => isEnabled(part(request) ?? (before && part(before))));
    return costs && nodes ? notModelled("cost analysis of a cluster with the add-on 'aciConnectorLinux'") : undefined;
}
