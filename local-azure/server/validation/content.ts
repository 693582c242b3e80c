import { choicesIn, type DeclaredType, declaredType } from "../../kernel/declarations";
import { notModelled } from "../../kernel/errors";
import { type Sent, wordsOf } from "./refusals";
import { type Violation, violationsOf } from "./violations";

/** Refuses what the type does not declare, as Azure does where that is known. */
export function requireDeclaredContent(sent: Sent): void {
    const declared = (sent.method === "PUT" || sent.method === "PATCH") && declaredType(sent.type);
    if (!declared) return;
    const { apiVersion } = sent;
    for (const violation of violationsOf(sent.content, declared.content, {
        partial: sent.method === "PATCH",
        apiVersion,
    })) {
        const place = { type: sent.type.toLowerCase(), path: pattern(violation) };
        if (isTakenChoice(violation, place, apiVersion) || isOwnCheck(place) || isOfOtherVersion(place, apiVersion)) {
            continue;
        }
        const isCertain = violation.kind !== "unknown" || isExact(declared, apiVersion);
        throw (
            wordsOf(sent, violation, isCertain) ??
            notModelled(
                `${describe(violation)} of '${sent.type}', which api-version ${declared.declaredIn} declares otherwise`,
            )
        );
    }
}

/** Whether all that an api-version has is declared. */
function isExact({ declaredIn, declaredUntil = declaredIn }: DeclaredType, apiVersion: string): boolean {
    return apiVersion >= declaredIn && apiVersion <= declaredUntil && !apiVersion.endsWith("-preview");
}

/** Azure reads a choice in any case (recordings 01, 04 and 05: "Standard", "localuser"; Azure/ResourceModules#4348: "LoadBalancer"). */
function isTakenChoice({ kind, spec, found }: Violation, place: Place, apiVersion: string): boolean {
    if (kind !== "value" || spec?.kind !== "enum") return false;
    const wanted = String(found).toLowerCase();
    return (
        choicesIn(apiVersion, spec).some((value) => value.toLowerCase() === wanted) ||
        openChoices.some((open) => isAt(open, place))
    );
}

interface Place {
    type: string;
    path: string;
}

/** `*` for every position of a list. */
const pattern = ({ path }: Violation) => path.map((key) => (typeof key === "number" ? "*" : key)).join(".");

const isAt = (one: Place, { type, path }: Place) => one.type === type && one.path === path;

/** Where Azure takes more than what is declared: "Microsoft-ContainerInsights-Group-Default", as `az aks` sends it. */
const openChoices: Place[] = [
    "dataFlows",
    ...["extensions", "performanceCounters", "syslog", "windowsEventLogs"].map((source) => `dataSources.${source}`),
].map((at) => ({ type: "microsoft.insights/datacollectionrules", path: `properties.${at}.*.streams.*` }));

/** What the services look at themselves, with Azure's words for it. */
const ownChecks: Place[] = [
    ...["identity.type", "properties.agentPoolProfiles.*.name", "properties.servicePrincipalProfile.clientId"].map(
        (path) => ({ type: "microsoft.containerservice/managedclusters", path }),
    ),
    ...["properties.issuer", "properties.subject", "properties.audiences"].map((path) => ({
        type: "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials",
        path,
    })),
    ...["properties.principalId", "properties.roleDefinitionId"].map((path) => ({
        type: "microsoft.authorization/roleassignments",
        path,
    })),
    ...["properties", "properties.sku", "properties.tenantId"].map((path) => ({
        type: "microsoft.keyvault/vaults",
        path,
    })),
    { type: "microsoft.keyvault/vaults/keys", path: "properties.kty" },
    { type: "microsoft.compute/disks", path: "properties.creationData" },
    { type: "microsoft.containerregistry/registries", path: "sku" },
    { type: "microsoft.containerregistry/registries", path: "sku.name" },
];

const isOwnCheck = (place: Place) => ownChecks.some((own) => isAt(own, place));

const poolPreviews = ["enableCustomCATrust", "nodeInitializationTaints", "upgradeStrategy"];

const previewed = (path: string) => ({ path: `properties.${path}`, since: "2024", preview: true as const });

/** What other api-versions than the declared one have, by requests and answers that were recorded. */
const ofOtherVersions: (Place & { since: string; preview?: true })[] = [
    // https://learn.microsoft.com/rest/api/containerregistry
    {
        type: "microsoft.containerregistry/registries",
        path: "properties.roleAssignmentMode",
        since: "2025-11-01",
    },
    ...["aadProfile.adminUsers", "workloadAutoScalerProfile.verticalPodAutoscaler.addonAutoscaling"].map((path) => ({
        type: "microsoft.containerservice/managedclusters",
        path: `properties.${path}`,
        since: "",
    })),
    // Until mid-2024 its name was spelt so (recording 04).
    { type: "microsoft.containerservice/managedclusters", path: "etag", since: "2024" },
    // Recording 04, and those that services/containerservice/request/defaults.ts names.
    ...[
        "azureMonitorProfile.containerInsights",
        "controlPlanePluginProfiles",
        "enablePodSecurityPolicy",
        "hostedSystemProfile",
        "httpProxyConfig.enabled",
        "ingressProfile.webAppRouting.defaultDomain",
        "networkProfile.kubeProxyConfig",
        "networkProfile.loadBalancerProfile.clusterServiceLoadBalancerHealthProbeMode",
        "networkProfile.podLinkLocalAccess",
        "storageProfile.diskCSIDriver.version",
        ...poolPreviews.map((path) => `agentPoolProfiles.*.${path}`),
    ].map((path) => ({ type: "microsoft.containerservice/managedclusters", ...previewed(path) })),
    ...poolPreviews.map((path) => ({
        type: "microsoft.containerservice/managedclusters/agentpools",
        ...previewed(path),
    })),
];

function isOfOtherVersion(place: Place, apiVersion: string): boolean {
    return ofOtherVersions.some(
        (other) =>
            isAt(other, place) && apiVersion >= other.since && (!other.preview || apiVersion.endsWith("-preview")),
    );
}

function describe({ kind, path, found }: Violation): string {
    const at = `'${path.join(".")}'`;
    if (kind === "missing") return `the absence of ${at}`;
    return kind === "unknown" ? `the property ${at}` : `the value ${JSON.stringify(found)} of ${at}`;
}
