import { type AzStep, equal, type Names } from "./azCommands";

const script = "examples/comparison/az/create.sh shopimages";
const group = "-g shop";

/** What docs/comparison.md says of the Azure CLI, signed in and in a subscription without the group. */
export function comparisonSteps({ subscriptionId }: Names): AzStep[] {
    const resources = `/subscriptions/${subscriptionId}/resourceGroups/shop/providers`;
    const subnet = `${resources}/Microsoft.Network/virtualNetworks/network/subnets/system`;
    const identity = `${resources}/Microsoft.ManagedIdentity/userAssignedIdentities/other`;
    const roles = "role assignment list --fill-principal-name false";
    return [
        { control: `faults ${JSON.stringify([notPropagated])}` },
        { script, fails: "(CustomKubeletIdentityMissingPermissionError)" },
        { script },
        { jobs: "aks" },
        {
            az: `${roles} --all --query [?contains(scope,'/shop/')].roleDefinitionName|sort(@)`,
            holds: equal("the roles of the program by hand", [
                "AcrPull",
                "Managed Identity Operator",
                "Network Contributor",
                "Network Contributor",
                "Network Contributor",
            ]),
        },
        { script, fails: "(InUseSubnetCannotBeDeleted)" },
        { az: `aks create ${group} -n aks --no-ssh-key`, fails: "already exists" },
        { az: `aks nodepool add ${group} --cluster-name aks -n work`, fails: "already exists" },
        // Whoever has it there: it looks at the role and the scope only.
        { az: `identity create ${group} -n other` },
        {
            az: `aks create ${group} -n second --vnet-subnet-id ${subnet} --assign-identity ${identity} --no-ssh-key ${network}`,
        },
        { az: `${roles} --scope ${subnet} --query length(@)`, holds: equal("only the first cluster's role", 1) },
        { az: "group delete -n shop --yes" },
    ];
}

const network = "--network-plugin azure --service-cidr 10.96.0.0/16 --dns-service-ip 10.96.0.10";

/** What AKS answers while the role on the kubelet identity has not taken effect. */
const notPropagated = {
    method: "PUT",
    path: "**/managedClusters/aks",
    kind: "error",
    status: 400,
    code: "CustomKubeletIdentityMissingPermissionError",
    times: 1,
};
