/**
 * One command of the Azure CLI, or one thing done to local-azure between two of them. With `fails` it has to fail, with
 * this in its message.
 */
export type AzStep =
    | { az: string; holds?: Expectation; fails?: string }
    /** A script for bash that runs `az`, from the root of the repository, with its arguments. */
    | { script: string; holds?: Expectation; fails?: string }
    /** All jobs of this cluster are allowed. */
    | { jobs: string }
    /** Posts to local-azure's own API: for what happens in Azure without anybody's asking. */
    | { control: string };

/** What the command's answer (JSON, parsed) has to be, beyond success. */
export interface Expectation {
    what: string;
    test: (answer: unknown) => boolean;
}

export interface Names {
    endpoint: string;
    subscriptionId: string;
    /** Where kubeconfigs are written. */
    folder: string;
}

const group = "-g myResourceGroup";
const legacy = "--service-principal 33333333-3333-3333-3333-333333333333 --client-secret not-a-real-one";

/**
 * The commands of "Use managed identities in Azure Kubernetes Service" (2020) in its order, with what they stand on:
 * sign-in, network, clusters on a service principal. Left out of them is `--docker-bridge-address`, which the Azure CLI
 * knows no more; added is `--no-ssh-key`, since there may be no key on the machine.
 */
export function azSteps({ endpoint, subscriptionId, folder }: Names): AzStep[] {
    const resources = `/subscriptions/${subscriptionId}/resourceGroups/myResourceGroup/providers`;
    const identity = `${resources}/Microsoft.ManagedIdentity/userAssignedIdentities/myIdentity`;
    const kubelet = `${resources}/Microsoft.ManagedIdentity/userAssignedIdentities/myKubeletIdentity`;
    const subnet = (name: string) => `${resources}/Microsoft.Network/virtualNetworks/myVnet/subnets/${name}`;
    const network = "--dns-service-ip 10.2.0.10 --service-cidr 10.2.0.0/24";
    return [
        ...signIn(endpoint),
        { az: "group create --name myResourceGroup --location westus2" },
        { az: `aks create ${group} -n myManagedCluster --enable-managed-identity --no-ssh-key` },
        {
            az: `aks get-credentials --resource-group myResourceGroup --name myManagedCluster -f ${folder}/kubeconfig`,
        },

        register("MigrateToMSIClusterPreview"),
        { az: `aks create ${group} -n toSystem ${legacy} --no-ssh-key` },
        { az: `aks update ${group} -n toSystem --enable-managed-identity --yes` },
        ...afterUpdate("toSystem", "SystemAssigned"),
        register("UserAssignedIdentityPreview"),
        { az: "identity create --name myIdentity --resource-group myResourceGroup" },
        { az: `aks create ${group} -n toUser ${legacy} --no-ssh-key` },
        { az: `aks update ${group} -n toUser --enable-managed-identity --assign-identity ${identity} --yes` },
        ...afterUpdate("toUser", "UserAssigned"),

        {
            az: "aks show -g myResourceGroup -n myManagedCluster --query servicePrincipalProfile",
            holds: usesMsi,
        },
        {
            az: "aks show -g myResourceGroup -n myManagedCluster --query identity.[type,userAssignedIdentities]",
            holds: equal("a system-assigned identity", ["SystemAssigned", null]),
        },

        { az: "identity create --name myKubeletIdentity --resource-group myResourceGroup" },
        {
            az: "identity list --query [].name",
            holds: { what: "both identities", test: holdsAll("myIdentity", "myKubeletIdentity") },
        },
        { az: `network route-table create ${group} -n myRoutes` },
        {
            az: `network vnet create ${group} -n myVnet --address-prefixes 10.1.0.0/16 --subnet-name nodes --subnet-prefixes 10.1.0.0/24`,
        },
        {
            az: `network vnet subnet create ${group} --vnet-name myVnet -n routed --address-prefixes 10.1.1.0/24 --route-table myRoutes`,
        },
        {
            az: `aks create ${group} -n inSubnet --network-plugin azure --vnet-subnet-id ${subnet("nodes")} ${network} --enable-managed-identity --assign-identity ${identity} --no-ssh-key`,
        },
        {
            az: `role assignment list --scope ${subnet("nodes")} --query [].roleDefinitionName --fill-principal-name false`,
            holds: { what: "the subnet's role", test: holdsAll("Network Contributor") },
        },
        {
            az: `aks create ${group} -n routed --network-plugin azure --vnet-subnet-id ${subnet("routed")} ${network} --outbound-type userDefinedRouting --enable-managed-identity --assign-identity ${identity} --no-ssh-key`,
        },
        register("CustomKubeletIdentityPreview"),
        {
            az: "feature list --query [?contains(name,'Microsoft.ContainerService/CustomKubeletIdentityPreview')].properties.state",
            holds: equal("registered", ["Registered"]),
        },
        { az: "provider register --namespace Microsoft.ContainerService" },
        {
            az: `aks create ${group} -n ownKubelet --network-plugin azure --vnet-subnet-id ${subnet("nodes")} ${network} --enable-managed-identity --assign-identity ${identity} --assign-kubelet-identity ${kubelet} --no-ssh-key`,
        },
        {
            az: `aks show ${group} -n ownKubelet --query identityProfile.kubeletidentity.resourceId`,
            holds: { what: "the own kubelet identity", test: (id) => sameId(id, kubelet) },
        },
        {
            az: `aks show ${group} -n ownKubelet --query keys(identity.userAssignedIdentities)`,
            holds: {
                what: "the own identity",
                test: (ids) => Array.isArray(ids) && sameId(ids[0], identity),
            },
        },
        ...registrySteps(`${resources}/Microsoft.ContainerRegistry/registries/myregistry`),
        { az: `aks update ${group} -n ownKubelet --assign-kubelet-identity ${identity} --yes` },
        { az: `aks delete ${group} -n ownKubelet --yes` },
        { az: "group delete -n myResourceGroup --yes" },
    ];
}

/** Not on the page: AcrPull for the kubelet identity, on a registry by its name and by its id. */
function registrySteps(registry: string): AzStep[] {
    const roles = `role assignment list --scope ${registry} --query [].roleDefinitionName --fill-principal-name false`;
    return [
        { az: `acr create ${group} -n myregistry --sku Basic` },
        { az: `aks update ${group} -n ownKubelet --attach-acr myregistry` },
        { az: roles, holds: equal("the registry's role", ["AcrPull"]) },
        { az: `aks update ${group} -n ownKubelet --attach-acr ${registry}` },
        { az: roles, holds: equal("the registry's role, once", ["AcrPull"]) },
        { az: `aks update ${group} -n ownKubelet --detach-acr myregistry` },
        { az: roles, holds: equal("no role", []) },
        { az: `aks create ${group} -n attached --enable-managed-identity --attach-acr myregistry --no-ssh-key` },
        { az: roles, holds: equal("the new cluster's role", ["AcrPull"]) },
    ];
}

const register = (feature: string): AzStep => ({
    az: `feature register --namespace Microsoft.ContainerService -n ${feature}`,
});

function signIn(endpoint: string): AzStep[] {
    const endpoints = [
        "resource-manager",
        "active-directory",
        "active-directory-resource-id",
        "active-directory-graph-resource-id",
        "microsoft-graph-resource-id",
        "management",
    ].map((name) => `--endpoint-${name} ${endpoint}`);
    return [
        {
            az: `cloud register -n Local ${endpoints.join(" ")} --suffix-storage-endpoint x --skip-endpoint-discovery`,
        },
        { az: "cloud set -n Local" },
        { az: "login --identity" },
    ];
}

/** The control plane has moved; each pool follows with its next image, once there is a newer one. */
function afterUpdate(cluster: string, type: string): AzStep[] {
    const release = "202307.10.0";
    return [
        { az: `aks show ${group} -n ${cluster} --query servicePrincipalProfile`, holds: usesMsi },
        { az: `aks show ${group} -n ${cluster} --query identity.type`, holds: equal(type, type) },
        { control: `clusters/${cluster}/nodeImage {"release":"${release}"}` },
        { az: `aks nodepool upgrade ${group} --cluster-name ${cluster} -n nodepool1 --node-image-only` },
        {
            az: `aks nodepool show ${group} --cluster-name ${cluster} -n nodepool1 --query nodeImageVersion`,
            holds: { what: `image ${release}`, test: (image) => String(image).endsWith(release) },
        },
    ];
}

const usesMsi: Expectation = {
    what: "client id msi",
    test: (answer) => JSON.stringify(answer).includes('"clientId":"msi"'),
};

export function equal(what: string, expected: unknown): Expectation {
    return { what, test: (answer) => JSON.stringify(answer) === JSON.stringify(expected) };
}

const holdsAll =
    (...names: string[]) =>
    (answer: unknown) =>
        Array.isArray(answer) && names.every((name) => answer.includes(name));

const sameId = (one: unknown, other: string) => String(one).toLowerCase() === other.toLowerCase();
