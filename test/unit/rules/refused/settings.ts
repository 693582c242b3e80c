import * as pulumi from "@pulumi/pulumi";
import { GROUP, network, servicePrincipal, systemAssigned, VM, work } from "../arguments";
import { existingRoleAssignment, REFUSED_ROLE_ASSIGNMENTS } from "./roleAssignments";
import type { Refused } from "./row";

const LIVING = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/shop";
const LIVING_URN = "urn:pulumi:dev::shop::azure-native:containerservice:ManagedCluster::shop";

/** Sign-in, role assignments, further properties and the rest. */
export const REFUSED_SETTINGS: Refused[] = [
    ["Entra", "entra", { entra: pulumi.output({}) }],
    ["Entra", "entra", { entra: true }],
    ["EntraAdminGroups", "entra.adminGroupObjectIds", { entra: { adminGroupObjectIds: GROUP } }],
    ["EntraAdminGroups", "entra.adminGroupNames", { entra: { adminGroupNames: pulumi.output(["admins"]) } }],
    ["EntraGroupObjectId", "entra.adminGroupObjectIds[0]", { entra: { adminGroupObjectIds: ["admins"] } }],
    ["EntraGroupName", "entra.adminGroupNames[1]", { entra: { adminGroupNames: ["admins", " "] } }],
    [
        "EntraGroupTwice",
        "entra.adminGroupObjectIds[1]",
        { entra: { adminGroupObjectIds: [GROUP, GROUP.toUpperCase()] } },
    ],
    ["EntraGroupTwice", "entra.adminGroupNames[1]", { entra: { adminGroupNames: ["admins", "Admins"] } }],
    ["EntraTenantId", "entra.tenantId", { entra: { tenantId: "example.onmicrosoft.com" } }],
    ["EntraSwitch", "entra.azureRBAC", { entra: { azureRBAC: "true" } }],
    ["EntraSwitch", "entra.disableLocalAccounts", { entra: { disableLocalAccounts: 1 } }],
    [
        "LocalAccountsOffNeedsAdmins",
        "entra.disableLocalAccounts",
        { entra: { disableLocalAccounts: true, adminGroupObjectIds: [], azureRBAC: false } },
    ],
    ...REFUSED_ROLE_ASSIGNMENTS,
    ["AdoptedClusterId", "adopt.clusterId", { adopt: { clusterId: "shop" } }],
    ["AdoptedPoolId", "adopt.nodePoolIds.work", { adopt: { nodePoolIds: { work: LIVING } }, nodePools: [work] }],
    ["AdoptedClusterUrn", "adopt.clusterUrn", { adopt: { clusterUrn: LIVING } }],
    ["AdoptedPoolUrn", "adopt.nodePoolUrns.work", { adopt: { nodePoolUrns: { work: LIVING_URN } }, nodePools: [work] }],
    ["AdoptedByIdAndUrn", "adopt.clusterId", { adopt: { clusterId: LIVING, clusterUrn: LIVING_URN } }],
    [
        "AdoptedPoolIsListed",
        "adopt.nodePoolIds.spot",
        { adopt: { nodePoolIds: { spot: `${LIVING}/agentPools/spot` } } },
    ],
    [
        "PlainInput",
        "existingRoleAssignments[0].roleAssignmentId",
        { existingRoleAssignments: [{ ...existingRoleAssignment, roleAssignmentId: pulumi.output("/id") }] },
    ],
    ["Properties", "properties", { properties: pulumi.output({ nodeResourceGroup: "nodes" }) }],
    ["Properties", "nodePools[0].properties", { nodePools: [{ ...work, properties: ["mode"] }] }],
    ["OwnProperty", "properties.identity", { properties: { identity: { type: "SystemAssigned" } } }],
    ["OwnProperty", "properties.sku", { properties: { sku: pulumi.output({ tier: "Premium" }) } }],
    [
        "OwnProperty",
        "properties.networkProfile.podCidr",
        { network, properties: { networkProfile: { podCidr: "10.0.0.0/8" } } },
    ],
    [
        "OwnProperty",
        "properties.addonProfiles.omsAgent.enabled",
        { properties: { addonProfiles: { omsAgent: { enabled: true } } } },
    ],
    [
        "OwnProperty",
        "properties.addonProfiles.kubeDashboard",
        { properties: { addonProfiles: { kubeDashboard: { enabled: true } } } },
    ],
    [
        "OwnProperty",
        "systemNodePool.properties.vnetSubnetID",
        { systemNodePool: { vmSize: VM, properties: { vnetSubnetID: pulumi.output("s") } } },
    ],
    [
        "OwnProperty",
        "nodePools[0].properties.agentPoolName",
        { nodePools: [{ ...work, properties: { agentPoolName: "other" } }] },
    ],
    ["OwnProperty", "nodePools[0].properties.mode", { nodePools: [{ ...work, properties: { mode: "System" } }] }],
    [
        "OwnProperty",
        "nodePools[0].properties.upgradeSettings",
        { nodePools: [{ ...work, properties: { upgradeSettings: { maxSurge: "1" } } }] },
    ],
    [
        "PartlyOwnProperty",
        "properties.securityProfile",
        { properties: { securityProfile: pulumi.output({ defender: {} }) } },
    ],
    [
        "PartlyOwnProperty",
        "properties.ingressProfile.webAppRouting",
        { properties: { ingressProfile: { webAppRouting: true } } },
    ],
    [
        "NetworkPropertiesNeedNetwork",
        "properties.networkProfile",
        { properties: { networkProfile: { ipFamilies: ["IPv4"] } } },
    ],
    [
        "VirtualMachinesPoolNeedsUserAssignedControlPlane",
        "nodePools[0].properties.type",
        { ...systemAssigned, nodePools: [{ ...work, properties: { type: "VirtualMachines" } }] },
    ],
    [
        "VirtualMachinesPoolTakesNoWindows",
        "nodePools[0].properties.type",
        { nodePools: [{ ...work, name: "win", osType: "Windows", properties: { type: "VirtualMachines" } }] },
    ],
    [
        "VirtualMachinesPoolTakesNoZones",
        "nodePools[0].properties.type",
        { nodePools: [{ ...work, availabilityZones: ["1"], properties: { type: "VirtualMachines" } }] },
    ],
    [
        "VirtualMachinesPoolTakesNoSpot",
        "nodePools[0].properties.type",
        { nodePools: [{ ...work, scaleSetPriority: "Spot", properties: { type: "VirtualMachines" } }] },
    ],
    [
        "NodeProvisioningNeedsManagedIdentity",
        "properties.nodeProvisioningProfile",
        { ...servicePrincipal(), properties: { nodeProvisioningProfile: { mode: "Auto" } } },
    ],
    ["PropagationTimeout", "propagationTimeoutMinutes", { propagationTimeoutMinutes: 0 }],
    ["PropagationTimeout", "propagationTimeoutMinutes", { propagationTimeoutMinutes: Number.NaN }],
    ["PropagationTimeout", "propagationTimeoutMinutes", { propagationTimeoutMinutes: "60" }],
    ["Tags", 'tags["cost/centre"]', { tags: { "cost/centre": "shop" } }],
    ["Tags", "tags.team", { tags: { team: 7 } }],
    ["SilenceWarnings", "silenceWarnings[1]", { silenceWarnings: ["KubenetRetires", "KubenetRetire"] }],
    // A refusal is none.
    ["SilenceWarnings", "silenceWarnings[0]", { silenceWarnings: ["OidcIssuerStaysOn"] }],
    ["SilenceWarnings", "silenceWarnings[0]", { silenceWarnings: [pulumi.output("KubenetRetires")] }],
    ["PlainInput", "silenceWarnings", { silenceWarnings: pulumi.output(["KubenetRetires"]) }],
];
