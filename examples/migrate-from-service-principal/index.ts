import { Registry } from "@pulumi/azure-native/containerregistry";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { type ControlPlaneIdentityArgs, ManagedIdentityAksCluster } from "managed-identity-aks";

const stage = new pulumi.Config().get("stage") ?? "before";

const group = new ResourceGroup("shop", { resourceGroupName: "shop" });
const inGroup = { resourceGroupName: group.name };
const network = new VirtualNetwork("network", {
    ...inGroup,
    addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
});
const nodes = new Subnet("nodes", {
    ...inGroup,
    virtualNetworkName: network.name,
    addressPrefix: "10.10.0.0/20",
});
const registry = new Registry("images", { ...inGroup, sku: { name: "Standard" } });

const stages: Record<string, () => ControlPlaneIdentityArgs | undefined> = {
    // The cluster uses a service principal.
    before: () => {
        const { clientId, applicationId } = servicePrincipal();
        const password = new azuread.ApplicationPassword("shop", { applicationId });
        return { type: "ServicePrincipal", servicePrincipal: { clientId, clientSecret: password.value } };
    },
    // The control plane uses a managed identity, the nodes still use the service principal.
    switched: () => ({ formerServicePrincipalClientId: servicePrincipal().clientId }),
    // Nothing uses the service principal.
    done: () => undefined,
};

/** In your infrastructure it may belong to another stack: then only its client id is known here. */
function servicePrincipal() {
    const application = new azuread.Application("shop", { displayName: "shop" });
    const { clientId } = new azuread.ServicePrincipal("shop", { clientId: application.clientId });
    return { clientId, applicationId: application.id };
}

const identityOf = stages[stage];
if (identityOf === undefined) {
    throw new Error(`The stage is ${stage}. Set it to one of ${Object.keys(stages).join(", ")}.`);
}

const aks = new ManagedIdentityAksCluster("aks", {
    ...inGroup,
    clusterName: "shop",
    systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: nodes.id },
    nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5", subnetId: nodes.id }],
    registries: [{ id: registry.id }],
    controlPlaneIdentity: identityOf(),
});

// What `verify` compares with Azure.
export const { clusterId, clusterName, controlPlaneIdentity, identityProfile } = aks;
export const { addonIdentities, servicePrincipalClientId, roleAssignments } = aks;
