import com.google.gson.Gson;
import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.automation.ConfigValue;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.UpOptions;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.managedidentityaks.AksClusterIdentities;
import com.pulumi.managedidentityaks.AksClusterIdentitiesArgs;
import com.pulumi.managedidentityaks.AksWorkloadIdentity;
import com.pulumi.managedidentityaks.AksWorkloadIdentityArgs;
import com.pulumi.managedidentityaks.ManagedIdentityAksCluster;
import com.pulumi.managedidentityaks.ManagedIdentityAksClusterArgs;
import com.pulumi.managedidentityaks.enums.ClusterIdentityName;
import com.pulumi.managedidentityaks.enums.ControlPlaneIdentityType;
import com.pulumi.managedidentityaks.inputs.AssignedRoleArgs;
import com.pulumi.managedidentityaks.inputs.ClusterIdentitiesArgs;
import com.pulumi.managedidentityaks.inputs.ClusterIdentityArgs;
import com.pulumi.managedidentityaks.inputs.ClusterRoleAssignmentArgs;
import com.pulumi.managedidentityaks.inputs.ControlPlaneIdentityArgs;
import com.pulumi.managedidentityaks.inputs.NodePoolArgs;
import com.pulumi.managedidentityaks.inputs.RegistryArgs;
import com.pulumi.managedidentityaks.inputs.ServiceAccountArgs;
import com.pulumi.managedidentityaks.inputs.ServicePrincipalArgs;
import com.pulumi.managedidentityaks.outputs.AssignedRole;
import com.pulumi.managedidentityaks.outputs.ClusterIdentities;
import com.pulumi.managedidentityaks.outputs.ClusterIdentity;
import com.pulumi.managedidentityaks.outputs.KubeletIdentityResponse;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs in Java on the generated SDK: one that the Automation API runs, and, after "program", one that the engine runs. */
public class Consumer {
    private static final String VM_SIZE = "Standard_D4ds_v5";

    /** Arguments of resources of azure-native, without its SDK. */
    private static class AzureArgs extends ResourceArgs {
        @Import Output<String> resourceGroupName;
        @Import Output<String> virtualNetworkName;
        @Import Output<String> addressPrefix;
        @Import Output<Map<String, List<String>>> addressSpace;
        @Import Output<Map<String, String>> sku;
    }

    private static CustomResource azure(String kind, String name, AzureArgs args) {
        return new CustomResource("azure-native:" + kind, name, args, CustomResourceOptions.Empty);
    }

    private static Output<String> nameOf(CustomResource resource) {
        return resource.id().applyValue(id -> id.substring(id.lastIndexOf('/') + 1));
    }

    private static void deploy(Context ctx) {
        var groupName = nameOf(azure("resources:ResourceGroup", "group", new AzureArgs()));
        var ofNetwork = new AzureArgs();
        ofNetwork.resourceGroupName = groupName;
        ofNetwork.addressSpace = Output.of(Map.of("addressPrefixes", List.of("10.10.0.0/16")));
        var ofNodes = new AzureArgs();
        ofNodes.resourceGroupName = groupName;
        ofNodes.virtualNetworkName = nameOf(azure("network:VirtualNetwork", "network", ofNetwork));
        ofNodes.addressPrefix = Output.of("10.10.0.0/24");
        var nodes = azure("network:Subnet", "nodes", ofNodes);
        var ofImages = new AzureArgs();
        ofImages.resourceGroupName = groupName;
        ofImages.sku = Output.of(Map.of("name", "Premium"));
        var registry = RegistryArgs.builder()
                .id(azure("containerregistry:Registry", "images", ofImages).id())
                .build();
        var shared = new AksClusterIdentities("shared", AksClusterIdentitiesArgs.builder()
                .resourceGroupName(groupName)
                // In Java, the elements of subnetIds must be known.
                .extraRoleAssignments(ClusterRoleAssignmentArgs.builder()
                        .identity(ClusterIdentityName.ControlPlane)
                        .name("nodes")
                        .role("Network Contributor")
                        .scope(nodes.id())
                        .build())
                .registries(registry)
                .build());
        var aks = new ManagedIdentityAksCluster("aks", ManagedIdentityAksClusterArgs.builder()
                .resourceGroupName(groupName)
                .identities(shared.forClusters().applyValue(Consumer::toArgs))
                .oidcIssuer(true)
                .systemNodePool(NodePoolArgs.builder().vmSize(VM_SIZE).count(2).subnetId(nodes.id()).build())
                .registries(registry)
                .build());
        new AksWorkloadIdentity("orders", AksWorkloadIdentityArgs.builder()
                .resourceGroupName(groupName)
                .oidcIssuerUrl(aks.oidcIssuerUrl())
                .serviceAccounts(ServiceAccountArgs.builder().namespace("shop").name("orders").build())
                .build());
        ctx.export("clusterName", aks.clusterName());
        ctx.export("kubeletClientId", aks.kubeletIdentity().applyValue(KubeletIdentityResponse::clientId));
    }

    /** An output of one component as an input of another: to Java they are of two types. */
    private static ClusterIdentitiesArgs toArgs(ClusterIdentities identities) {
        return ClusterIdentitiesArgs.builder()
                .controlPlaneIdentity(toArgs(identities.controlPlaneIdentity()))
                .kubeletIdentity(toArgs(identities.kubeletIdentity()))
                .roleAssignments(identities.roleAssignments().stream()
                        .map(Consumer::toArgs)
                        .collect(Collectors.toList()))
                .build();
    }

    private static ClusterIdentityArgs toArgs(ClusterIdentity identity) {
        return ClusterIdentityArgs.builder()
                .clientId(identity.clientId())
                .principalId(identity.principalId())
                .resourceId(identity.resourceId())
                .build();
    }

    private static AssignedRoleArgs toArgs(AssignedRole assigned) {
        return AssignedRoleArgs.builder()
                .principalId(assigned.principalId())
                .roleDefinitionId(assigned.roleDefinitionId())
                .scope(assigned.scope())
                .build();
    }

    private static void automate() throws Exception {
        try (var stack = LocalWorkspace.createOrSelectStack("consumer", "dev", Consumer::deploy)) {
            stack.setConfig("azure-native:location", new ConfigValue("westeurope"));
            stack.preview();
            var printed = UpOptions.builder().onStandardOutput(System.err::println).build();
            var outputs = new HashMap<String, Object>();
            stack.up(printed).outputs().forEach((name, output) -> outputs.put(name, output.value()));
            outputs.put("again", stack.preview().changeSummary().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().toString().toLowerCase(), Map.Entry::getValue)));
            stack.destroy();
            System.out.println(new Gson().toJson(outputs));
        }
    }

    /** Clusters on a service principal, with its secret marked as one, and not. What CLUSTERS holds as JSON is the test's. */
    private static void deployWithSecrets(Context ctx) {
        var clusters = new Gson().fromJson(System.getenv("CLUSTERS"), Clusters.class);
        var password = Map.of("adminUsername", "azureuser", "adminPassword", clusters.adminPassword);
        Map.of("marked", Output.ofSecret(clusters.markedSecret), "plain", Output.of(clusters.plainSecret))
                .forEach((name, secret) -> new ManagedIdentityAksCluster(name, ManagedIdentityAksClusterArgs.builder()
                        .resourceGroupName(clusters.group)
                        .controlPlaneIdentity(ControlPlaneIdentityArgs.builder()
                                .type(identityType(clusters.identityType))
                                .servicePrincipal(ServicePrincipalArgs.builder()
                                        .clientId(clusters.clientId)
                                        .clientSecret(secret)
                                        .build())
                                .build())
                        .properties(Map.of("windowsProfile", password))
                        .systemNodePool(NodePoolArgs.builder().vmSize(VM_SIZE).build())
                        .build()));
    }

    private static class Clusters {
        String group;
        String identityType;
        String clientId;
        String markedSecret;
        String plainSecret;
        String adminPassword;
    }

    private static ControlPlaneIdentityType identityType(String value) {
        return ControlPlaneIdentityType.ServicePrincipal.getValue().equals(value)
                ? ControlPlaneIdentityType.ServicePrincipal
                : ControlPlaneIdentityType.SystemAssigned;
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("program")) {
            Pulumi.run(Consumer::deployWithSecrets);
        } else {
            automate();
        }
    }
}
