import * as pulumi from "@pulumi/pulumi";
import {
    CLIENT_ID,
    extra,
    IDENTITY,
    identitiesWithRoles,
    REGISTRY,
    SUBNETS,
    servicePrincipal,
    VM,
    work,
    ZONE,
} from "../arguments";
import type { Refused } from "./row";

/** Arguments of the wrong shape, the cluster itself, and its identities. */
export const REFUSED_CLUSTER: Refused[] = [
    ["PlainInput", "roleAssignments", { roleAssignments: pulumi.output("Skip") }],
    ["PlainInput", "nodePools", { nodePools: pulumi.output([work]) }],
    [
        "PlainInput",
        "controlPlaneIdentity.type",
        { controlPlaneIdentity: { type: Promise.resolve("SystemAssigned") } },
    ],
    [
        "PlainInput",
        "registries[0].permissions",
        { registries: [{ id: REGISTRY, permissions: pulumi.output("Abac") }] },
    ],
    ["UnknownInput", "nodepools", { nodepools: [work] }],
    [
        "UnknownInput",
        "systemNodePool.subnetID",
        { systemNodePool: { vmSize: VM, subnetID: `${SUBNETS}/system` } },
    ],
    ["UnknownInput", "__proto__", JSON.parse('{"__proto__": {"location": "westeurope"}}')],
    ["UnknownInput", "registries[0].toString", { registries: [{ id: REGISTRY, toString: "acr" }] }],
    ["UnknownInput", "addons.keyVaultSecrets.enabled", { addons: { keyVaultSecrets: { enabled: true } } }],
    ["InputShape", "controlPlaneIdentity", { controlPlaneIdentity: null }],
    ["InputShape", "apiServer", { apiServer: "private" }],
    ["InputShape", "encryption.keyVaultKms", { encryption: { keyVaultKms: true } }],
    ["InputShape", "addons.keyVaultSecrets.vaults", { addons: { keyVaultSecrets: { vaults: REGISTRY } } }],
    [
        "InputShape",
        "networkAccess.publicIpResourceGroupIds",
        { networkAccess: { publicIpResourceGroupIds: "/subscriptions/s/resourceGroups/ips" } },
    ],
    ["InputShape", "tags", { tags: new Map([["team", "shop"]]) }],
    ["InputType", "apiServer.privateCluster", { apiServer: { privateCluster: "true" } }],
    ["InputType", "registries[0].listRepositories", { registries: [{ id: REGISTRY, listRepositories: 1 }] }],
    [
        "InputType",
        "extraRoleAssignments[0].reason",
        { extraRoleAssignments: [{ ...extra, reason: "one\ntwo" }] },
    ],
    ["InputMissing", "registries[0]", { registries: [undefined] }],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: undefined }],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: "" }],
    [
        "ResourceGroupName",
        "resourceGroupName",
        { resourceGroupName: "/subscriptions/s/resourceGroups/group" },
    ],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: "ends." }],
    ["Location", "location", { location: "" }],
    ["ClusterName", "clusterName", { clusterName: "-aks" }],
    ["ClusterName", "clusterName", { clusterName: "a".repeat(64) }],
    ["DnsPrefix", "dnsPrefix", { dnsPrefix: "a_b" }],
    [
        "DnsPrefixOrFqdnSubdomain",
        "dnsPrefix",
        {
            dnsPrefix: "aks",
            apiServer: { privateCluster: true, privateDnsZone: ZONE },
            properties: { fqdnSubdomain: pulumi.output("shop") },
        },
    ],
    ["FqdnSubdomainNeedsOwnZone", "properties.fqdnSubdomain", { properties: { fqdnSubdomain: "shop" } }],
    [
        "FqdnSubdomainNeedsOwnZone",
        "properties.fqdnSubdomain",
        {
            apiServer: { privateCluster: true, privateDnsZone: "none" },
            properties: { fqdnSubdomain: "shop" },
        },
    ],
    ["KubernetesVersion", "kubernetesVersion", { kubernetesVersion: "v1.34" }],
    ["KubernetesVersion", "kubernetesVersion", { kubernetesVersion: 1.34 }],
    [
        "KubernetesVersion",
        "nodePools[0].kubernetesVersion",
        { nodePools: [{ ...work, kubernetesVersion: "latest" }] },
    ],
    ["IdentityType", "controlPlaneIdentity.type", { controlPlaneIdentity: { type: "systemassigned" } }],
    ["KubeletIdentityType", "kubeletIdentity.type", { kubeletIdentity: { type: "None" } }],
    [
        "IdentitiesTakeTheirPlace",
        "controlPlaneIdentity",
        { identities: pulumi.output(identitiesWithRoles), controlPlaneIdentity: {} },
    ],
    [
        "IdentitiesTakeTheirPlace",
        "kubeletIdentity",
        { identities: identitiesWithRoles, kubeletIdentity: { type: "AksManaged" } },
    ],
    [
        "IdentityResourceId",
        "identities.kubeletIdentity.resourceId",
        { identities: { ...identitiesWithRoles, kubeletIdentity: { resourceId: "one" } } },
    ],
    [
        "ExistingIdentityId",
        "identities.controlPlaneIdentity.principalId",
        { identities: { controlPlaneIdentity: { principalId: "one" } } },
    ],
    ["InputMissing", "identities.roleAssignments", { identities: {} }],
    [
        "InputMissing",
        "identities.roleAssignments[0].scope",
        { identities: { ...identitiesWithRoles, roleAssignments: [{ principalId: CLIENT_ID }] } },
    ],
    ["InputShape", "identities", { identities: "ids" }],
    [
        "IdentityResourceId",
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { resourceId: "one" } },
    ],
    [
        "IdentityResourceId",
        "kubeletIdentity.resourceId",
        { kubeletIdentity: { resourceId: `${SUBNETS}/system` } },
    ],
    [
        "ExistingIdentityId",
        "kubeletIdentity.principalId",
        { kubeletIdentity: { resourceId: IDENTITY, clientId: CLIENT_ID, principalId: "one" } },
    ],
    [
        "ExistingIdentityIdsTogether",
        "controlPlaneIdentity.clientId",
        { controlPlaneIdentity: { resourceId: IDENTITY, clientId: CLIENT_ID } },
    ],
    [
        "ExistingIdentityIdsTogether",
        "kubeletIdentity.principalId",
        { kubeletIdentity: { clientId: CLIENT_ID, principalId: pulumi.output(CLIENT_ID) } },
    ],
    [
        "FormerPrincipalId",
        "controlPlaneIdentity.formerPrincipalId",
        { controlPlaneIdentity: { formerPrincipalId: "aks" } },
    ],
    [
        "FormerPrincipalId",
        "controlPlaneIdentity.formerPrincipalId",
        { controlPlaneIdentity: { type: "SystemAssigned", formerPrincipalId: CLIENT_ID } },
    ],
    [
        "SystemAssignedTakesNoResourceId",
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned", resourceId: IDENTITY } },
    ],
    [
        "AksManagedTakesNoResourceId",
        "kubeletIdentity.resourceId",
        { kubeletIdentity: { type: "AksManaged", resourceId: pulumi.output(IDENTITY) } },
    ],
    [
        "KubeletIdentityNeedsUserAssignedControlPlane",
        "kubeletIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { resourceId: IDENTITY } },
    ],
    [
        "KubeletIdentityNeedsUserAssignedControlPlane",
        "kubeletIdentity.type",
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { type: "UserAssigned" } },
    ],
    [
        "PlainInput",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { servicePrincipal: pulumi.output({ clientId: CLIENT_ID }) } },
    ],
    [
        "ServicePrincipalMissing",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { type: "ServicePrincipal" } },
    ],
    [
        "ServicePrincipalMissing",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { servicePrincipal: CLIENT_ID } },
    ],
    [
        "ServicePrincipalMissing",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { servicePrincipal: [{ clientId: CLIENT_ID }] } },
    ],
    [
        "ServicePrincipalClientId",
        "controlPlaneIdentity.servicePrincipal.clientId",
        servicePrincipal({ clientSecret: "hush" }),
    ],
    [
        "ServicePrincipalClientId",
        "controlPlaneIdentity.servicePrincipal.clientId",
        servicePrincipal({ clientId: "legacy-cluster" }),
    ],
    [
        "ServicePrincipalSecret",
        "controlPlaneIdentity.servicePrincipal.clientSecret",
        servicePrincipal({ clientId: CLIENT_ID, clientSecret: " " }),
    ],
    [
        "ServicePrincipalTakesNoResourceId",
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { ...servicePrincipal().controlPlaneIdentity, resourceId: IDENTITY } },
    ],
    [
        "ServicePrincipalTakesNoKubeletIdentity",
        "kubeletIdentity",
        { ...servicePrincipal(), kubeletIdentity: { type: "AksManaged" } },
    ],
    [
        "ServicePrincipalTakesNoKubeletIdentity",
        "kubeletIdentity",
        { ...servicePrincipal(), kubeletIdentity: { resourceId: pulumi.output(IDENTITY) } },
    ],
];
