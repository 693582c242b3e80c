import { type AddonsArgs, ContainerInsightsAuthentication } from "../../args";
import { DNS_ZONE, isIdOf, parentId, SUBNET, USER_ASSIGNED_IDENTITY } from "../../azure/resourceId";
import { SYSTEM_PODS } from "../../cluster/podIdentityArgs";
import type { ADDON_IDENTITIES } from "../../grants/grant";
import { isRecord, type Values, withoutUndefined } from "../../values";
import { textOf } from "../jsonInput";
import type { Limits } from "./limits";
import type { Remaining } from "./remaining";

type AddonIdentity = (typeof ADDON_IDENTITIES)[number];

/** What the identity of an add-on may do: the scopes of its role assignments, by role. */
export type RolesOfAddon = (addon: AddonIdentity) => { role: string | undefined; scope: string }[];

/** Add-ons that are on. What is off is left out: the component leaves what it does not mention to AKS. */
export function readAddons(
    live: Remaining,
    nodeSubnet: string | undefined,
    rolesOf: RolesOfAddon,
    limits: Limits,
): AddonsArgs | undefined {
    const addons: AddonsArgs = {
        ...azurePolicy(live),
        ...containerInsights(live, limits),
        ...managedPrometheus(live, limits),
        ...keyVaultSecrets(live, rolesOf),
        ...applicationGateway(live, rolesOf, limits),
        ...virtualNode(live, nodeSubnet),
        ...applicationRouting(live, rolesOf),
        ...costAnalysis(live),
        ...podIdentity(live, limits),
    };
    for (const [addon, reason] of Object.entries(RETIRED)) {
        if (takeAddon(live, addon) !== undefined) {
            limits.notExpressible.push({ path: `addonProfiles.${addon}`, reason });
        }
    }
    return Object.keys(addons).length > 0 ? addons : undefined;
}

const RETIRED = {
    httpApplicationRouting:
        "HTTP application routing was retired on 2025-03-03. AKS keeps it as it is; addons.applicationRouting replaces it.",
    kubeDashboard: "AKS no longer offers the Kubernetes dashboard, and keeps the add-on as it is.",
};

/** The settings of an add-on that is on, with names in Azure's own spelling or another; undefined where it is off. */
function takeAddon(live: Remaining, name: string): Values | undefined {
    const profile = live.take(`addonProfiles.${name}`);
    if (!isRecord(profile) || Reflect.get(profile, "enabled") !== true) {
        return undefined;
    }
    const config = Object(Reflect.get(profile, "config")) as Values;
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.toLowerCase(), value]));
}

function azurePolicy(live: Remaining): AddonsArgs {
    return takeAddon(live, "azurepolicy") ? { azurePolicy: true } : {};
}

function containerInsights(live: Remaining, { notExpressible }: Limits): AddonsArgs {
    const config = takeAddon(live, "omsagent");
    if (config === undefined) {
        return {};
    }
    const usesIdentity = textOf(config.useaadauth).toLowerCase() === "true";
    if (usesIdentity) {
        notExpressible.push({
            path: "addonProfiles.omsagent",
            reason: "Container insights also has a data collection rule, which the cluster does not show and the component would create. AKS keeps the add-on as it is; add addons.containerInsights after the rule is deleted or imported.",
        });
        return {};
    }
    return {
        containerInsights: {
            workspaceId: textOf(config.loganalyticsworkspaceresourceid),
            authentication: ContainerInsightsAuthentication.Legacy,
        },
    };
}

function managedPrometheus(live: Remaining, { notExpressible }: Limits): AddonsArgs {
    const { enabled } = Object(live.take("azureMonitorProfile.metrics")) as Values;
    if (enabled === true) {
        notExpressible.push({
            path: "azureMonitorProfile.metrics",
            reason: "Managed Prometheus also has a data collection rule and endpoint and a workspace, which the cluster does not show. AKS keeps it as it is; add addons.managedPrometheus after these are deleted or imported.",
        });
    }
    return {};
}

const VAULT_ROLES = ["Key Vault Secrets User", "Key Vault Certificate User"];

function keyVaultSecrets(live: Remaining, rolesOf: RolesOfAddon): AddonsArgs {
    const config = takeAddon(live, "azureKeyvaultSecretsProvider");
    if (config === undefined) {
        return {};
    }
    const vaults = rolesOf("azureKeyvaultSecretsProvider")
        .filter(({ role }) => role !== undefined && VAULT_ROLES.includes(role))
        .map(({ role, scope }) => ({ id: scope, ...(role === VAULT_ROLES[1] && { certificates: true }) }));
    const isRotated = textOf(config.enablesecretrotation).toLowerCase() === "true";
    return {
        keyVaultSecrets: {
            ...(isRotated && { enableSecretRotation: true }),
            ...(typeof config.rotationpollinterval === "string" && {
                rotationPollInterval: config.rotationpollinterval,
            }),
            ...(vaults.length > 0 && { vaults }),
        },
    };
}

function applicationGateway(live: Remaining, rolesOf: RolesOfAddon, { notExpressible }: Limits): AddonsArgs {
    const config = takeAddon(live, "ingressApplicationGateway");
    if (config === undefined) {
        return {};
    }
    const { applicationgatewayid: gatewayId, applicationgatewayname: gatewayName } = config as Record<string, string>;
    const { subnetid: ownSubnet, subnetcidr: subnetCidr } = config as Record<string, string>;
    if (gatewayId === undefined) {
        return { applicationGateway: withoutUndefined({ gatewayName, subnetId: ownSubnet, subnetCidr }) };
    }
    const roles = rolesOf("ingressApplicationGateway");
    const subnetId = roles.find(({ scope }) => isIdOf(SUBNET, scope))?.scope;
    if (subnetId === undefined) {
        notExpressible.push({
            path: "addonProfiles.ingressApplicationGateway",
            reason: "The cluster does not show the subnet of its application gateway, and the add-on's identity has no role on one. AKS keeps the add-on as it is; add addons.applicationGateway with gatewayId and subnetId.",
        });
        return {};
    }
    const gatewayIdentityIds = roles
        .filter(({ role, scope }) => role === "Managed Identity Operator" && isIdOf(USER_ASSIGNED_IDENTITY, scope))
        .map(({ scope }) => scope);
    return { applicationGateway: { gatewayId, subnetId, ...withoutEmptyLists({ gatewayIdentityIds }) } };
}

/** The add-on names a subnet of the nodes' virtual network. */
function virtualNode(live: Remaining, nodeSubnet: string | undefined): AddonsArgs {
    const config = takeAddon(live, "aciConnectorLinux");
    return config && nodeSubnet !== undefined
        ? { virtualNode: { subnetId: `${parentId(nodeSubnet)}/subnets/${config.subnetname}` } }
        : {};
}

function applicationRouting(live: Remaining, rolesOf: RolesOfAddon): AddonsArgs {
    const isOn = live.take("ingressProfile.webAppRouting.enabled") === true;
    const zones = live.takeList("ingressProfile.webAppRouting.dnsZoneResourceIds").map(String);
    if (!isOn) {
        live.take("ingressProfile.webAppRouting");
        return {};
    }
    const [publicDNSZoneIds, privateDNSZoneIds] = [true, false].map((isPublic) =>
        zones.filter((id) => isIdOf(DNS_ZONE, id) === isPublic),
    );
    const keyVaultIds = rolesOf("webAppRouting")
        .filter(({ role }) => role === VAULT_ROLES[1])
        .map(({ scope }) => scope);
    return { applicationRouting: withoutEmptyLists({ publicDNSZoneIds, privateDNSZoneIds, keyVaultIds }) };
}

function costAnalysis(live: Remaining): AddonsArgs {
    return live.take("metricsProfile.costAnalysis.enabled") === true ? { costAnalysis: true } : {};
}

function podIdentity(live: Remaining, { notExpressible }: Limits): AddonsArgs {
    const profile = Object(live.take("podIdentityProfile")) as Values;
    if (profile.enabled !== true) {
        return {};
    }
    const { allowNetworkPluginKubenet, userAssignedIdentities = [], userAssignedIdentityExceptions = [] } = profile;
    const identities = (userAssignedIdentities as Values[]).map(({ name, namespace, bindingSelector, identity }) => ({
        ...withoutUndefined({
            name: String(name),
            namespace: String(namespace),
            bindingSelector: bindingSelector as string,
        }),
        identityResourceId: String(Object(identity).resourceId),
    }));
    const isOfSystemPods = ({ name, namespace }: Values) =>
        name === SYSTEM_PODS.name && namespace === SYSTEM_PODS.namespace;
    if (!(userAssignedIdentityExceptions as Values[]).some(isOfSystemPods)) {
        notExpressible.push({
            path: "podIdentityProfile.userAssignedIdentityExceptions",
            reason: `The cluster has no pod identity exception ${SYSTEM_PODS.name}. The component always sets it, as the Azure CLI does: the next update of the cluster adds it.`,
        });
    }
    const exceptions = (userAssignedIdentityExceptions as Values[])
        .filter((each) => !isOfSystemPods(each))
        .map(({ name, namespace, podLabels }) => ({
            name: String(name),
            namespace: String(namespace),
            podLabels: podLabels as Record<string, string>,
        }));
    return {
        podIdentity: {
            ...(allowNetworkPluginKubenet === true && { allowNetworkPluginKubenet }),
            ...withoutEmptyLists({ identities, exceptions }),
        },
    };
}

function withoutEmptyLists<T extends object>(lists: T): Partial<T> {
    const entries = Object.entries(lists).filter(([, list]) => Array.isArray(list) && list.length > 0);
    return Object.fromEntries(entries) as Partial<T>;
}
