import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import {
    type ApplicationGatewayArgs,
    type ApplicationRoutingArgs,
    ClusterSku,
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    type KeyVaultSecretsArgs,
    type ManagedIdentityAksClusterArgs,
    type ManagedPrometheusArgs,
} from "../args";
import { orElse } from "../azure/inputs";
import type { UserAssignedIdentity } from "../identities/userAssigned";
import { withoutUndefined } from "../values";
import { podIdentityArgs } from "./podIdentity";

type AddonArgs = Pick<
    ManagedClusterArgs,
    "addonProfiles" | "azureMonitorProfile" | "ingressProfile" | "metricsProfile" | "podIdentityProfile"
>;
type Config = Record<string, pulumi.Input<string> | undefined>;

const OFF = { enabled: false };

/**
 * The add-ons as Azure takes them. AKS leaves on what an update does not name, so what is not among the given add-ons
 * is sent as off. Where none are given at all, none are sent: others may have turned them on.
 */
export function addonArgs(
    { addons, sku }: Pick<ManagedIdentityAksClusterArgs, "addons" | "sku">,
    podIdentities: UserAssignedIdentity[] = [],
): AddonArgs {
    if (addons === undefined) {
        return {};
    }
    // AKS Automatic turns these on itself.
    const usual = sku === ClusterSku.Automatic ? undefined : OFF;
    const { containerInsights, keyVaultSecrets, applicationGateway, virtualNode } = addons;
    return {
        addonProfiles: withoutUndefined({
            azurepolicy: addons.azurePolicy ? { enabled: true } : usual,
            omsagent: containerInsights ? on(insightsConfig(containerInsights)) : OFF,
            azureKeyvaultSecretsProvider: keyVaultSecrets ? on(secretsConfig(keyVaultSecrets)) : usual,
            ingressApplicationGateway: applicationGateway ? on(gatewayConfig(applicationGateway)) : OFF,
            aciConnectorLinux: virtualNode ? on({ SubnetName: virtualNode.subnetName }) : OFF,
        }),
        azureMonitorProfile: {
            metrics: addons.managedPrometheus ? prometheusArgs(addons.managedPrometheus) : OFF,
        },
        ingressProfile: {
            webAppRouting: addons.applicationRouting ? routingArgs(addons.applicationRouting) : usual,
        },
        podIdentityProfile: podIdentityArgs(addons.podIdentity, podIdentities),
        metricsProfile: { costAnalysis: { enabled: addons.costAnalysis === true } },
    };
}

function on(config: Config) {
    return { enabled: true, config: withoutUndefined(config) };
}

function insightsConfig({ workspaceId, authentication }: ContainerInsightsArgs): Config {
    const useAADAuth = String(authentication !== ContainerInsightsAuthentication.Legacy);
    return { logAnalyticsWorkspaceResourceID: workspaceId, useAADAuth };
}

function prometheusArgs(prometheus: ManagedPrometheusArgs) {
    // Empty lists rather than none, for AKS would keep those it has.
    return {
        enabled: true,
        kubeStateMetrics: {
            metricAnnotationsAllowList: orElse(prometheus.metricAnnotationsAllowList, ""),
            metricLabelsAllowlist: orElse(prometheus.metricLabelsAllowlist, ""),
        },
    };
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

function routingArgs({ publicDnsZoneIds = [], privateDnsZoneIds = [] }: ApplicationRoutingArgs) {
    const zones = [...publicDnsZoneIds, ...privateDnsZoneIds];
    return { enabled: true, dnsZoneResourceIds: zones.length > 0 ? zones : undefined };
}
