import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import {
    type AddonsArgs,
    type ApplicationGatewayArgs,
    type ApplicationRoutingArgs,
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    type KeyVaultSecretsArgs,
    type ManagedPrometheusArgs,
} from "../args";
import type { UserAssignedIdentity } from "../identities/userAssigned";
import { podIdentityArgs } from "./podIdentity";

type AddonArgs = Pick<
    ManagedClusterArgs,
    "addonProfiles" | "azureMonitorProfile" | "ingressProfile" | "metricsProfile" | "podIdentityProfile"
>;
type Config = Record<string, pulumi.Input<string> | undefined>;

/**
 * The add-ons as Azure takes them. AKS leaves on what an update does not name, so what is not among the given add-ons
 * is sent as off. Where none are given at all, none are sent: others may have turned them on.
 */
export function addonArgs(
    addons: AddonsArgs | undefined,
    podIdentities: UserAssignedIdentity[] = [],
): AddonArgs {
    if (addons === undefined) {
        return {};
    }
    const { containerInsights, keyVaultSecrets, applicationGateway, virtualNode } = addons;
    return {
        addonProfiles: {
            azurepolicy: { enabled: addons.azurePolicy === true },
            omsagent: profile(containerInsights && insightsConfig(containerInsights)),
            azureKeyvaultSecretsProvider: profile(keyVaultSecrets && secretsConfig(keyVaultSecrets)),
            ingressApplicationGateway: profile(applicationGateway && gatewayConfig(applicationGateway)),
            aciConnectorLinux: profile(virtualNode && { SubnetName: virtualNode.subnetName }),
        },
        azureMonitorProfile: { metrics: prometheusArgs(addons.managedPrometheus) },
        ingressProfile: { webAppRouting: routingArgs(addons.applicationRouting) },
        podIdentityProfile: podIdentityArgs(addons.podIdentity, podIdentities),
        metricsProfile: { costAnalysis: { enabled: addons.costAnalysis === true } },
    };
}

/** On with this configuration, or off. */
function profile(config: Config | undefined) {
    if (config === undefined) {
        return { enabled: false };
    }
    const given = Object.entries(config).filter(
        (entry): entry is [string, pulumi.Input<string>] => entry[1] !== undefined,
    );
    return { enabled: true, config: Object.fromEntries(given) };
}

function insightsConfig({ workspaceId, authentication }: ContainerInsightsArgs): Config {
    const useAADAuth = String(authentication !== ContainerInsightsAuthentication.Legacy);
    return { logAnalyticsWorkspaceResourceID: workspaceId, useAADAuth };
}

function prometheusArgs(prometheus: ManagedPrometheusArgs | undefined) {
    if (prometheus === undefined) {
        return { enabled: false };
    }
    // Empty lists rather than none, for AKS would keep those it has.
    const { metricAnnotationsAllowList = "", metricLabelsAllowlist = "" } = prometheus;
    return { enabled: true, kubeStateMetrics: { metricAnnotationsAllowList, metricLabelsAllowlist } };
}

/** AKS takes all values as text. */
function secretsConfig({ enableSecretRotation = false, rotationPollInterval }: KeyVaultSecretsArgs): Config {
    return { enableSecretRotation: String(enableSecretRotation), rotationPollInterval };
}

/** Of an existing gateway AKS takes the id alone: its subnet is known. */
function gatewayConfig({ gatewayId, gatewayName, subnetId, subnetCidr }: ApplicationGatewayArgs): Config {
    return gatewayId === undefined
        ? { applicationGatewayName: gatewayName, subnetId, subnetCIDR: subnetCidr }
        : { applicationGatewayId: gatewayId };
}

function routingArgs(routing: ApplicationRoutingArgs | undefined) {
    if (routing === undefined) {
        return { enabled: false };
    }
    const { publicDnsZoneIds = [], privateDnsZoneIds = [] } = routing;
    const zones = [...publicDnsZoneIds, ...privateDnsZoneIds];
    return { enabled: true, dnsZoneResourceIds: zones.length > 0 ? zones : undefined };
}
