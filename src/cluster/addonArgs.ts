import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import {
    type ApplicationGatewayArgs,
    type ApplicationRoutingArgs,
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    type KeyVaultSecretsArgs,
    type ManagedIdentityAksClusterArgs,
    type ManagedPrometheusArgs,
} from "../args";
import { derived, orElse } from "../azure/inputs";
import type { UserAssignedIdentity } from "../identities/userAssigned";
import { withoutUndefined } from "../values";
import { podIdentityArgs } from "./podIdentityArgs";

type AddonArgs = Pick<
    ManagedClusterArgs,
    "addonProfiles" | "azureMonitorProfile" | "ingressProfile" | "metricsProfile" | "podIdentityProfile"
>;
type Config = Record<string, pulumi.Input<string> | undefined>;

/**
 * The add-ons of the arguments, in the shape of azure-native. AKS leaves all other add-ons as they are, because others
 * may have turned them on. Add-ons that an earlier run of the program had turned on are turned off (`merge`).
 */
export function addonArgs(
    { addons }: Pick<ManagedIdentityAksClusterArgs, "addons">,
    podIdentities: UserAssignedIdentity[] = [],
): AddonArgs {
    if (addons === undefined) {
        return {};
    }
    const { containerInsights, keyVaultSecrets, applicationGateway, virtualNode } = addons;
    return withoutEmpty({
        addonProfiles: withoutUndefined({
            azurepolicy: switched(addons.azurePolicy),
            omsagent: containerInsights && on(insightsConfig(containerInsights)),
            azureKeyvaultSecretsProvider: keyVaultSecrets && on(secretsConfig(keyVaultSecrets)),
            ingressApplicationGateway: applicationGateway && on(gatewayConfig(applicationGateway)),
            aciConnectorLinux: virtualNode && on({ SubnetName: derived(virtualNode.subnetId, "name") }),
        }),
        azureMonitorProfile: withoutUndefined({
            metrics: addons.managedPrometheus && prometheusArgs(addons.managedPrometheus),
        }),
        ingressProfile: withoutUndefined({
            webAppRouting: addons.applicationRouting && routingArgs(addons.applicationRouting),
        }),
        podIdentityProfile: addons.podIdentity && podIdentityArgs(addons.podIdentity, podIdentities),
        metricsProfile: withoutUndefined({ costAnalysis: switched(addons.costAnalysis) }),
    });
}

function switched(enabled: boolean | undefined) {
    return enabled === undefined ? undefined : { enabled };
}

/** The profiles without those that hold nothing. */
function withoutEmpty(profiles: AddonArgs): AddonArgs {
    return Object.fromEntries(Object.entries(profiles).filter(([, profile]) => Object.keys(profile ?? {}).length > 0));
}

function on(config: Config) {
    return { enabled: true, config: withoutUndefined(config) };
}

function insightsConfig({ workspaceId, authentication }: ContainerInsightsArgs): Config {
    const useAADAuth = String(authentication !== ContainerInsightsAuthentication.Legacy);
    return { logAnalyticsWorkspaceResourceID: workspaceId, useAADAuth };
}

function prometheusArgs(prometheus: ManagedPrometheusArgs) {
    // Empty lists instead of none: without a list AKS would keep the existing one.
    return {
        enabled: true,
        kubeStateMetrics: {
            metricAnnotationsAllowList: orElse(prometheus.metricAnnotationsAllowList, ""),
            metricLabelsAllowlist: orElse(prometheus.metricLabelsAllowlist, ""),
        },
    };
}

/** AKS accepts all values as strings. */
function secretsConfig({ enableSecretRotation = false, rotationPollInterval }: KeyVaultSecretsArgs): Config {
    return { enableSecretRotation: String(enableSecretRotation), rotationPollInterval };
}

/** For an existing gateway AKS accepts only the id: its subnet is known. */
function gatewayConfig({ gatewayId, gatewayName, subnetId, subnetCidr }: ApplicationGatewayArgs): Config {
    return gatewayId === undefined
        ? { applicationGatewayName: gatewayName, subnetId, subnetCIDR: subnetCidr }
        : { applicationGatewayId: gatewayId };
}

function routingArgs({ publicDNSZoneIds = [], privateDNSZoneIds = [] }: ApplicationRoutingArgs) {
    const zones = [...publicDNSZoneIds, ...privateDNSZoneIds];
    return { enabled: true, dnsZoneResourceIds: zones.length > 0 ? zones : undefined };
}
