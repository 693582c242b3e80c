import type { ManagedIdentityAksClusterArgs, VirtualNodeArgs } from "../args";
import { isObject, matches } from "../values";
import { addonsOf, given } from "./places";
import type { Place, Rule } from "./rule";

const VIRTUAL_NODES = "https://learn.microsoft.com/azure/aks/virtual-nodes";

/** Virtual nodes, and what they do not go together with. */
export const VIRTUAL_NODE_RULES: readonly Rule[] = [
    {
        code: "VirtualNodeNeedsNodeSubnet",
        asksOutputs: true,
        places: (args) => virtualNode(args, args.systemNodePool?.subnetId === undefined),
        broken: (_, noSubnet) => noSubnet === true,
        rule: "virtual nodes are in a subnet of an own virtual network, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to another subnet of that network.",
        source: "https://learn.microsoft.com/azure/aks/virtual-nodes-cli",
    },
    {
        code: "VirtualNodeNeedsAzureCni",
        azureCode: "ACIConnectorRequiresAzureNetworking",
        asksOutputs: true,
        places: (args) => virtualNode(args, args.network?.networkPlugin),
        // A plugin that is an output is AKS's to check.
        broken: (_, plugin) => plugin === undefined || (typeof plugin === "string" && plugin !== "azure"),
        rule: 'virtual nodes need network.networkPlugin "azure"',
        fix: "Set network, or remove virtualNode.",
        source: VIRTUAL_NODES,
    },
    {
        code: "VirtualNodeTakesNoAuthorizedIpRanges",
        asksOutputs: true,
        places: (args) => virtualNode(args, args.apiServer?.authorizedIpRanges),
        // Of ranges behind an output it is not known whether there are any.
        broken: (_, ranges) => Array.isArray(ranges) && ranges.length > 0,
        rule: "virtual nodes do not support authorized IP ranges of the API server, and apiServer.authorizedIpRanges is set",
        fix: "Remove apiServer.authorizedIpRanges or virtualNode.",
        source: `${VIRTUAL_NODES}#limitations`,
    },
    {
        code: "VirtualNodeSubnetName",
        azureCode: "InvalidACIConnectorSubnetName",
        places: (args) =>
            virtualNodeOf(args).map(({ subnetName }) => ({
                path: ["addons", "virtualNode", "subnetName"],
                value: subnetName,
            })),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[\w.-]{0,78}\w)?$/, value),
        rule: "the subnet of virtual nodes is named by its name: 1 to 80 letters, digits, underscores, full stops and hyphens",
        fix: "Pass the name of a subnet in the nodes' virtual network, not its id.",
        source: VIRTUAL_NODES,
    },
];

function virtualNode(args: ManagedIdentityAksClusterArgs, beside: unknown): Place[] {
    return given(["addons", "virtualNode"], addonsOf(args).virtualNode, beside);
}

/** Virtual nodes, if they are on; what is no object has a rule of its own. */
function virtualNodeOf(args: ManagedIdentityAksClusterArgs): VirtualNodeArgs[] {
    const { virtualNode } = addonsOf(args);
    return isObject(virtualNode) ? [virtualNode] : [];
}
