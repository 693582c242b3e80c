import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { AddonsArgs, ApplicationGatewayArgs, KeyVaultSecretsArgs } from "../args";

type AddonArgs = Pick<ManagedClusterArgs, "addonProfiles" | "ingressProfile" | "metricsProfile">;
type Config = Record<string, pulumi.Input<string> | undefined>;

/** The add-ons as Azure takes them; what is not given is not sent, and stays off. */
export function addonArgs(addons: AddonsArgs = {}): AddonArgs {
    const { azurePolicy, containerInsights, keyVaultSecrets, applicationGateway, virtualNode } = addons;
    const profiles = {
        ...(azurePolicy && { azurepolicy: { enabled: true } }),
        ...(containerInsights &&
            on("omsagent", {
                logAnalyticsWorkspaceResourceID: containerInsights.workspaceId,
                useAADAuth: "true",
            })),
        ...(keyVaultSecrets && on("azureKeyvaultSecretsProvider", secretsConfig(keyVaultSecrets))),
        ...(applicationGateway && on("ingressApplicationGateway", gatewayConfig(applicationGateway))),
        ...(virtualNode && on("aciConnectorLinux", { SubnetName: virtualNode.subnetName })),
    };
    return {
        addonProfiles: Object.keys(profiles).length > 0 ? profiles : undefined,
        ingressProfile: routingArgs(addons),
        metricsProfile: addons.costAnalysis ? { costAnalysis: { enabled: true } } : undefined,
    };
}

function on(key: string, config: Config) {
    const given = Object.entries(config).filter(
        (entry): entry is [string, pulumi.Input<string>] => entry[1] !== undefined,
    );
    return { [key]: { enabled: true, config: Object.fromEntries(given) } };
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

function routingArgs({ applicationRouting }: AddonsArgs): ManagedClusterArgs["ingressProfile"] {
    if (applicationRouting === undefined) {
        return undefined;
    }
    const { publicDnsZoneIds = [], privateDnsZoneIds = [] } = applicationRouting;
    const zones = [...publicDnsZoneIds, ...privateDnsZoneIds];
    return { webAppRouting: { enabled: true, dnsZoneResourceIds: zones.length > 0 ? zones : undefined } };
}
