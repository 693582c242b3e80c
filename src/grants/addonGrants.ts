import type * as pulumi from "@pulumi/pulumi";
import {
    type ApplicationGatewayArgs,
    type ApplicationRoutingArgs,
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    type KeyVaultSecretsArgs,
    type ManagedIdentityAksClusterArgs,
    type VirtualNodeArgs,
} from "../args";
import { derived } from "../azure/inputs";
import type { PoolSubnets } from "./facts";
import { type AddonIdentityName, builtIn, CLUSTER, type Permission } from "./grant";
import { entryNames, idNames } from "./grantNames";
import type { BuiltInRole } from "./roles";

/** Role assignments of add-ons with their own identities, which exist only after the cluster. */
export function addonGrants(
    { addons = {} }: Pick<ManagedIdentityAksClusterArgs, "addons">,
    pools: PoolSubnets[],
): Permission[] {
    const nodeSubnet = pools[0]?.subnetId;
    return [
        ...containerInsightsGrants(addons.containerInsights),
        ...keyVaultSecretsGrants(addons.keyVaultSecrets),
        ...applicationGatewayGrants(addons.applicationGateway, nodeSubnet),
        ...virtualNodeGrants(addons.virtualNode),
        ...applicationRoutingGrants(addons.applicationRouting),
    ];
}

function permission(
    identity: AddonIdentityName,
    name: string,
    role: BuiltInRole,
    scope: Permission["scope"] | undefined,
    description: string,
): Permission[] {
    return scope === undefined ? [] : [{ name, identity, role: builtIn(role), scope, description }];
}

function containerInsightsGrants(addon: ContainerInsightsArgs | undefined): Permission[] {
    return addon?.authentication === ContainerInsightsAuthentication.Legacy
        ? permission(
              "omsagent",
              "container-insights-metrics-publisher",
              "Monitoring Metrics Publisher",
              CLUSTER,
              "The agent of Container insights publishes metrics of the cluster.",
          )
        : [];
}

function keyVaultSecretsGrants(addon: KeyVaultSecretsArgs | undefined): Permission[] {
    const vaults = addon?.vaults ?? [];
    const names = entryNames(vaults, "vault");
    return vaults.flatMap(({ id, certificates }, index) =>
        certificates
            ? permission(
                  "azureKeyvaultSecretsProvider",
                  `secrets-${names[index]}-certificate-user`,
                  "Key Vault Certificate User",
                  id,
                  "The Key Vault provider reads secrets, keys and certificates of the key vault.",
              )
            : permission(
                  "azureKeyvaultSecretsProvider",
                  `secrets-${names[index]}-secrets-user`,
                  "Key Vault Secrets User",
                  id,
                  "The Key Vault provider reads secrets of the key vault.",
              ),
    );
}

/** Grants for an existing gateway, or for the network in which AKS creates one. */
function applicationGatewayGrants(
    addon: ApplicationGatewayArgs | undefined,
    nodeSubnet?: pulumi.Input<string>,
): Permission[] {
    if (addon === undefined) {
        return [];
    }
    const { gatewayId, subnetId, subnetCidr, gatewayIdentityIds = [] } = addon;
    const agic = "ingressApplicationGateway";
    const network = subnetCidr === undefined || nodeSubnet === undefined ? undefined : derived(nodeSubnet, "parent");
    const identityNames = idNames(gatewayIdentityIds, "identity");
    return [
        ...permission(
            agic,
            "gateway-network-contributor",
            "Network Contributor",
            gatewayId,
            "The ingress controller writes the application gateway.",
        ),
        ...permission(
            agic,
            "gateway-group-reader",
            "Reader",
            gatewayId && derived(gatewayId, "group"),
            "The ingress controller finds the application gateway in its resource group.",
        ),
        ...permission(
            agic,
            "gateway-subnet-network-contributor",
            "Network Contributor",
            subnetId,
            "The ingress controller joins the application gateway to its subnet.",
        ),
        ...permission(
            agic,
            "gateway-virtual-network-network-contributor",
            "Network Contributor",
            network,
            "The ingress controller makes a subnet for the application gateway and joins it.",
        ),
        ...gatewayIdentityIds.flatMap((id, index) =>
            permission(
                agic,
                `gateway-identity-${identityNames[index]}-operator`,
                "Managed Identity Operator",
                id,
                "The ingress controller writes a gateway that has this identity.",
            ),
        ),
    ];
}

function virtualNodeGrants(addon: VirtualNodeArgs | undefined): Permission[] {
    return permission(
        "aciConnectorLinux",
        "virtual-node-subnet-network-contributor",
        "Network Contributor",
        addon?.subnetId,
        "Virtual nodes join containers to the subnet.",
    );
}

function applicationRoutingGrants(addon: ApplicationRoutingArgs = {}): Permission[] {
    const { publicDNSZoneIds = [], privateDNSZoneIds = [], keyVaultIds = [] } = addon;
    const each = (
        ids: pulumi.Input<string>[],
        kind: string,
        suffix: string,
        role: BuiltInRole,
        description: string,
    ) => {
        const names = idNames(ids, kind);
        return ids.flatMap((id, index) =>
            permission("webAppRouting", `routing-${names[index]}-${suffix}`, role, id, description),
        );
    };
    return [
        ...each(
            publicDNSZoneIds,
            "zone",
            "dns-zone-contributor",
            "DNS Zone Contributor",
            "Application routing writes records of ingresses into the zone.",
        ),
        ...each(
            privateDNSZoneIds,
            "private-zone",
            "private-dns-zone-contributor",
            "Private DNS Zone Contributor",
            "Application routing writes records of ingresses into the zone.",
        ),
        ...each(
            keyVaultIds,
            "vault",
            "certificate-user",
            "Key Vault Certificate User",
            "Application routing reads certificates of ingresses from the key vault.",
        ),
    ];
}
