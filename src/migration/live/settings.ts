import { isWithin, sameInAnyCase } from "../../transitions/merge";
import { type Values, withValueAt } from "../../values";
import type { Remaining } from "./remaining";

/** A property of Azure that is an input of the component under another name. */
interface Setting {
    /** Path by azure-native's names. */
    property: string;
    /** Path of the input. */
    input: string;
    /** What AKS has where nothing is said: the input is then left out. */
    default?: unknown;
}

const NETWORK = "networkProfile";
const API_SERVER = "apiServerAccessProfile";

/** Inputs of the cluster that say what one property says. */
export const CLUSTER_INPUTS: readonly Setting[] = [
    { property: "location", input: "location" },
    { property: "dnsPrefix", input: "dnsPrefix" },
    { property: "oidcIssuerProfile.enabled", input: "oidcIssuer" },
    { property: "securityProfile.workloadIdentity.enabled", input: "workloadIdentity", default: false },
    { property: "autoUpgradeProfile.upgradeChannel", input: "autoUpgrade.upgradeChannel", default: "none" },
    {
        property: "autoUpgradeProfile.nodeOSUpgradeChannel",
        input: "autoUpgrade.nodeOSUpgradeChannel",
        default: "NodeImage",
    },
    { property: "diskEncryptionSetID", input: "encryption.diskEncryptionSetId" },
    { property: `${NETWORK}.networkPlugin`, input: "network.networkPlugin" },
    { property: `${NETWORK}.networkPluginMode`, input: "network.networkPluginMode" },
    { property: `${NETWORK}.networkPolicy`, input: "network.networkPolicy" },
    { property: `${NETWORK}.networkDataplane`, input: "network.networkDataplane" },
    { property: `${NETWORK}.outboundType`, input: "network.outboundType", default: "loadBalancer" },
    { property: `${NETWORK}.podCidr`, input: "network.podCidr" },
    { property: `${NETWORK}.serviceCidr`, input: "network.serviceCidr" },
    { property: `${NETWORK}.dnsServiceIP`, input: "network.dnsServiceIP" },
    { property: `${API_SERVER}.enablePrivateCluster`, input: "apiServer.privateCluster", default: false },
    { property: `${API_SERVER}.privateDNSZone`, input: "apiServer.privateDNSZone", default: "system" },
    { property: `${API_SERVER}.enableVnetIntegration`, input: "apiServer.vnetIntegration", default: false },
    { property: `${API_SERVER}.subnetId`, input: "apiServer.subnetId", default: "" },
    { property: `${API_SERVER}.authorizedIPRanges`, input: "apiServer.authorizedIPRanges", default: [] },
    { property: "bootstrapProfile.artifactSource", input: "bootstrapArtifactSource", default: "Direct" },
    { property: "bootstrapProfile.containerRegistryId", input: "bootstrapRegistryId" },
];

/** The same of a pool. */
export const POOL_INPUTS: readonly Setting[] = [
    { property: "name", input: "name" },
    { property: "vmSize", input: "vmSize" },
    { property: "osType", input: "osType", default: "Linux" },
    { property: "osSKU", input: "osSKU" },
    { property: "maxPods", input: "maxPods" },
    { property: "availabilityZones", input: "availabilityZones", default: [] },
    { property: "nodeLabels", input: "nodeLabels", default: {} },
    { property: "nodeTaints", input: "nodeTaints", default: [] },
    { property: "vnetSubnetID", input: "subnetId", default: "" },
    { property: "podSubnetID", input: "podSubnetId", default: "" },
];

/** The inputs that these settings make. */
export function inputsOf(settings: readonly Setting[], live: Remaining): Values {
    return settings.reduce<Values>((inputs, setting) => {
        const value = live.take(setting.property);
        const isSaid = value !== undefined && !isSame(value, setting.default);
        return isSaid ? withValueAt(inputs, setting.input.split("."), value) : inputs;
    }, {});
}

/** What AKS has where nothing is said, of what has no input of its own. */
const DEFAULTS: readonly { property: string; value: unknown }[] = [
    { property: "supportPlan", value: "KubernetesOfficial" },
    { property: "publicNetworkAccess", value: "Enabled" },
    { property: "storageProfile.diskCSIDriver.enabled", value: true },
    { property: "storageProfile.fileCSIDriver.enabled", value: true },
    { property: "storageProfile.snapshotController.enabled", value: true },
    { property: "nodeProvisioningProfile.mode", value: "Manual" },
    { property: "nodeProvisioningProfile.defaultNodePools", value: "Auto" },
    { property: "metricsProfile.costAnalysis.enabled", value: false },
    { property: "azureMonitorProfile.metrics.enabled", value: false },
    { property: `${API_SERVER}.enablePrivateClusterPublicFQDN`, value: true },
    { property: `${NETWORK}.ipFamilies`, value: ["IPv4"] },
    { property: `${NETWORK}.loadBalancerSku`, value: "standard" },
    { property: `${NETWORK}.loadBalancerProfile.backendPoolType`, value: "nodeIPConfiguration" },
    { property: `${NETWORK}.loadBalancerProfile.managedOutboundIPs`, value: { count: 1 } },
    { property: `${NETWORK}.natGatewayProfile.managedOutboundIPProfile.count`, value: 1 },
    { property: `${NETWORK}.natGatewayProfile.idleTimeoutInMinutes`, value: 4 },
    { property: "ingressProfile.webAppRouting.nginx.defaultIngressControllerType", value: "AnnotationControlled" },
];

const POOL_DEFAULTS: readonly { property: string; value: unknown }[] = [
    { property: "type", value: "VirtualMachineScaleSets" },
    { property: "kubeletDiskType", value: "OS" },
    { property: "scaleDownMode", value: "Delete" },
    { property: "scaleSetPriority", value: "Regular" },
    { property: "workloadRuntime", value: "OCIContainer" },
    { property: "enableAutoScaling", value: false },
    { property: "enableFIPS", value: false },
    { property: "enableNodePublicIP", value: false },
    { property: "enableEncryptionAtHost", value: false },
    { property: "enableUltraSSD", value: false },
    { property: "powerState", value: { code: "Running" } },
    { property: "upgradeSettings.maxSurge", value: "10%" },
    { property: "upgradeSettings.maxUnavailable", value: "0" },
    { property: "securityProfile.enableVTPM", value: false },
    { property: "securityProfile.enableSecureBoot", value: false },
    { property: "nodeLabels", value: {} },
];

/** Leaves out what AKS has anyway. */
export const dropClusterDefaults = (live: Remaining) => dropDefaults(DEFAULTS, live);
export const dropPoolDefaults = (live: Remaining) => dropDefaults(POOL_DEFAULTS, live);

function dropDefaults(defaults: typeof DEFAULTS, live: Remaining): void {
    for (const { property, value } of defaults) {
        if (isSame(live.read(property), value)) {
            live.take(property);
        }
    }
}

/** Whether two values are the same to Azure, which does not tell letter case apart in words. */
export function isSame(one: unknown, other: unknown): boolean {
    return other !== undefined && isWithin(one, other, sameInAnyCase) && isWithin(other, one, sameInAnyCase);
}
