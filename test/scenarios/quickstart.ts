import { VM_SIZE } from "../engine/program";
import { type Program, referenceTo } from "./program";

const OUTPUTS = [
    "clusterName",
    "clusterId",
    "servicePrincipalClientId",
    "identity",
    "identityProfile",
    "controlPlaneIdentity",
    "kubeletIdentity",
    "roleAssignments",
];

/** What `examples/quickstart` deploys in every language. */
export const QUICKSTART: Program = {
    config: {},
    resources: [
        { name: "quickstart", type: "azure-native:resources:ResourceGroup", inputs: {}, dependsOn: [] },
        {
            name: "vnet",
            type: "azure-native:network:VirtualNetwork",
            inputs: {
                resourceGroupName: referenceTo("quickstart", "name"),
                addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
            },
            dependsOn: [],
        },
        {
            name: "nodes",
            type: "azure-native:network:Subnet",
            inputs: {
                resourceGroupName: referenceTo("quickstart", "name"),
                virtualNetworkName: referenceTo("vnet", "name"),
                addressPrefix: "10.10.0.0/22",
            },
            dependsOn: [],
        },
        {
            name: "aks",
            type: "managed-identity-aks:index:ManagedIdentityAksCluster",
            inputs: {
                resourceGroupName: referenceTo("quickstart", "name"),
                systemNodePool: { vmSize: VM_SIZE, count: 3, subnetId: referenceTo("nodes", "id") },
            },
            dependsOn: [],
        },
    ],
    outputs: {
        resourceGroupName: referenceTo("quickstart", "name"),
        ...Object.fromEntries(OUTPUTS.map((name) => [name, referenceTo("aks", name)])),
    },
};
