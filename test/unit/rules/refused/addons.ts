import * as pulumi from "@pulumi/pulumi";
import {
    aci,
    GATEWAY,
    IDENTITY,
    insights,
    kubenet,
    network,
    OTHER_NETWORK,
    pod,
    pods,
    prometheus,
    REGISTRY,
    SUBNETS,
    servicePrincipal,
    VM,
    ZONE,
} from "../arguments";
import type { Refused } from "./row";

const exception = { name: "proxy", namespace: "edge", podLabels: { app: "proxy" } };

const many = (length: number) => Array.from({ length }, (_, index) => ({ ...pod, ...exception, name: `one-${index}` }));

const publicZone = (group: string) =>
    `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Network/dnsZones/shop.example`;

/** Add-ons. */
export const REFUSED_ADDONS: Refused[] = [
    ["InputShape", "addons", { addons: ["azurePolicy"] }],
    ["PlainInput", "addons.azurePolicy", { addons: { azurePolicy: pulumi.output(true) } }],
    ["HttpApplicationRoutingRetired", "addons.httpApplicationRouting", { addons: { httpApplicationRouting: true } }],
    ["KubeDashboardRetired", "addons.kubeDashboard", { addons: { kubeDashboard: {} } }],
    ["UnknownInput", "addons.podIdentity.enabled", pods({ enabled: true })],
    ["InputShape", "addons.podIdentity.identities[0]", pods({ identities: [IDENTITY] })],
    ["InputShape", "addons.podIdentity.exceptions", pods({ exceptions: { app: "proxy" } })],
    [
        "PodIdentityNeedsManagedIdentity",
        "addons.podIdentity",
        { ...servicePrincipal(), ...pods({ identities: [pod] }) },
    ],
    [
        "PodIdentityOnKubenet",
        "addons.podIdentity.allowNetworkPluginKubenet",
        { ...kubenet, ...pods({ allowNetworkPluginKubenet: false }) },
    ],
    ["PodIdentityOnKubenet", "addons.podIdentity.allowNetworkPluginKubenet", { ...kubenet, ...pods({}) }],
    ["PodIdentityLimit", "addons.podIdentity.identities", pods({ identities: many(51) })],
    ["PodIdentityLimit", "addons.podIdentity.exceptions", pods({ exceptions: many(50) })],
    [
        "PlainInput",
        "addons.podIdentity.identities[0].name",
        pods({ identities: [{ ...pod, name: pulumi.output("app") }] }),
    ],
    [
        "Namespace",
        "addons.podIdentity.exceptions[0].namespace",
        pods({ exceptions: [{ ...exception, namespace: "a.b" }] }),
    ],
    ["PodIdentityName", "addons.podIdentity.identities[0].name", pods({ identities: [{ ...pod, name: "shop/app" }] })],
    ["PodIdentityName", "addons.podIdentity.exceptions[0].name", pods({ exceptions: [{ ...exception, name: "" }] })],
    ["PodIdentityTwice", "addons.podIdentity.identities[1]", pods({ identities: [pod, { ...pod }] })],
    [
        "PodIdentityTwice",
        "addons.podIdentity.exceptions[0]",
        pods({ exceptions: [{ ...exception, namespace: "kube-system", name: "aks-system-pods" }] }),
    ],
    [
        "PodIdentityExceptionLabels",
        "addons.podIdentity.exceptions[0].podLabels",
        pods({ exceptions: [{ ...exception, podLabels: {} }] }),
    ],
    [
        "AddonResourceId",
        "addons.podIdentity.identities[0].identityResourceId",
        pods({ identities: [{ ...pod, identityResourceId: REGISTRY }] }),
    ],
    ["InputType", "addons.azurePolicy", { addons: { azurePolicy: { enabled: true } } }],
    ["InputShape", "addons.keyVaultSecrets", { addons: { keyVaultSecrets: true } }],
    ["InputShape", "addons.applicationRouting", { addons: { applicationRouting: [] } }],
    ["UnknownInput", "addons.keyVaultSecrets.rotation", { addons: { keyVaultSecrets: { rotation: true } } }],
    ["UnknownInput", "addons.virtualNode.toString", { network, addons: { virtualNode: { ...aci, toString: 1 } } }],
    [
        "PlainInput",
        "addons.keyVaultSecrets.vaults",
        { addons: { keyVaultSecrets: { vaults: pulumi.output([{ id: REGISTRY }]) } } },
    ],
    ["UnknownInput", "addons.openServiceMesh", { addons: { openServiceMesh: true } }],
    [
        "AddonResourceId",
        "addons.containerInsights.workspaceId",
        { addons: { containerInsights: { ...insights, workspaceId: "logs" } } },
    ],
    [
        "AddonResourceId",
        "addons.managedPrometheus.workspaceId",
        { addons: { managedPrometheus: { ...prometheus, workspaceId: insights.workspaceId } } },
    ],
    [
        "PlainInput",
        "addons.containerInsights.authentication",
        { addons: { containerInsights: { ...insights, authentication: pulumi.output("Legacy") } } },
    ],
    [
        "ContainerInsightsAuthentication",
        "addons.containerInsights.authentication",
        { addons: { containerInsights: { ...insights, authentication: "legacy" } } },
    ],
    [
        "WorkspaceLocation",
        "addons.containerInsights.workspaceLocation",
        { addons: { containerInsights: { workspaceId: insights.workspaceId } } },
    ],
    [
        "WorkspaceLocation",
        "addons.managedPrometheus.workspaceLocation",
        { addons: { managedPrometheus: { ...prometheus, workspaceLocation: prometheus.workspaceId } } },
    ],
    [
        "MonitoringNeedsManagedIdentity",
        "addons.containerInsights",
        { ...servicePrincipal(), addons: { containerInsights: insights } },
    ],
    [
        "MonitoringNeedsManagedIdentity",
        "addons.managedPrometheus",
        { ...servicePrincipal(), addons: { managedPrometheus: prometheus } },
    ],
    [
        "AddonResourceId",
        "addons.keyVaultSecrets.vaults[0].id",
        { addons: { keyVaultSecrets: { vaults: [{ id: REGISTRY }] } } },
    ],
    [
        "AddonResourceId",
        "addons.applicationRouting.publicDNSZoneIds[0]",
        { addons: { applicationRouting: { publicDNSZoneIds: [ZONE] } } },
    ],
    [
        "AddonResourceId",
        "addons.applicationGateway.gatewayId",
        { addons: { applicationGateway: { gatewayId: "gateway", subnetId: `${SUBNETS}/gateway` } } },
    ],
    ["GatewayForm", "addons.applicationGateway", { addons: { applicationGateway: {} } }],
    ["GatewayForm", "addons.applicationGateway", { addons: { applicationGateway: { gatewayId: GATEWAY } } }],
    [
        "GatewayForm",
        "addons.applicationGateway",
        {
            addons: {
                applicationGateway: { gatewayId: pulumi.output(GATEWAY), subnetCidr: "10.0.0.0/24" },
            },
        },
    ],
    [
        "GatewayForm",
        "addons.applicationGateway",
        {
            addons: {
                applicationGateway: { subnetCidr: "10.0.0.0/24", gatewayIdentityIds: [IDENTITY] },
            },
        },
    ],
    [
        "GatewaySubnetCidr",
        "addons.applicationGateway.subnetCidr",
        { addons: { applicationGateway: { subnetCidr: "10.225.0.0" } } },
    ],
    [
        "GatewaySubnetCidr",
        "addons.applicationGateway.subnetCidr",
        { addons: { applicationGateway: { subnetCidr: "10.225.0.0/33" } } },
    ],
    [
        "VirtualNodeNeedsNodeSubnet",
        "addons.virtualNode",
        { network, systemNodePool: { vmSize: VM }, addons: { virtualNode: aci } },
    ],
    [
        "VirtualNodeTakesNoAuthorizedIPRanges",
        "addons.virtualNode",
        {
            network,
            apiServer: { authorizedIPRanges: [pulumi.output("203.0.113.7")] },
            addons: { virtualNode: aci },
        },
    ],
    ["VirtualNodeNeedsAzureCni", "addons.virtualNode", { ...kubenet, addons: { virtualNode: aci } }],
    [
        "GatewayIdOrName",
        "addons.applicationGateway.gatewayName",
        {
            addons: {
                applicationGateway: {
                    gatewayId: pulumi.output(GATEWAY),
                    subnetId: `${SUBNETS}/gateway`,
                    gatewayName: "gateway",
                },
            },
        },
    ],
    [
        "GatewaySubnetOrRange",
        "addons.applicationGateway.subnetCidr",
        { addons: { applicationGateway: { subnetId: `${SUBNETS}/gateway`, subnetCidr: "10.0.0.0/24" } } },
    ],
    ["AddonResourceId", "addons.virtualNode.subnetId", { network, addons: { virtualNode: {} } }],
    ["AddonResourceId", "addons.virtualNode.subnetId", { network, addons: { virtualNode: { subnetId: "aci" } } }],
    [
        "OneVirtualNetwork",
        "addons.virtualNode.subnetId",
        { network, addons: { virtualNode: { subnetId: `${OTHER_NETWORK}/aci` } } },
    ],
    [
        "ApplicationRoutingNeedsManagedIdentity",
        "addons.applicationRouting",
        { ...servicePrincipal(), addons: { applicationRouting: {} } },
    ],
    [
        "RoutingZonesInOneGroup",
        "addons.applicationRouting.publicDNSZoneIds[1]",
        { addons: { applicationRouting: { publicDNSZoneIds: [publicZone("net"), publicZone("shop")] } } },
    ],
    [
        "TooManyRoutingZones",
        "addons.applicationRouting",
        {
            addons: {
                applicationRouting: {
                    publicDNSZoneIds: Array(5).fill(pulumi.output(publicZone("net"))),
                    privateDNSZoneIds: [ZONE],
                },
            },
        },
    ],
    [
        "RoutingVaultsNeedKeyVaultSecrets",
        "addons.applicationRouting.keyVaultIds",
        { addons: { applicationRouting: { keyVaultIds: [pulumi.output("vault")] } } },
    ],
    ["CostAnalysisNeedsTier", "addons.costAnalysis", { addons: { costAnalysis: true } }],
    [
        "CostAnalysisNeedsManagedIdentity",
        "addons.costAnalysis",
        { ...servicePrincipal(), tier: "Standard", addons: { costAnalysis: true } },
    ],
    [
        "CostAnalysisTakesNoVirtualNode",
        "addons.costAnalysis",
        { network, tier: "Standard", addons: { costAnalysis: true, virtualNode: aci } },
    ],
];
