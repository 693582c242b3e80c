import type { containerservice } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Properties that the API version of this package has, and azure-native's own classes do not have yet: each from the one of
 * azure-native that it is a part of. Source: Azure's definitions of Microsoft.ContainerService,
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerservice/resource-manager/Microsoft.ContainerService/aks.
 */

type Input<T> = pulumi.Input<T>;
type Optional<T> = { [Key in keyof T]?: Input<T[Key]> };

interface LaterIngress {
    /** The Gateway API of Kubernetes. `installation`: "Standard" installs its custom resource definitions. */
    gatewayAPI?: Input<Optional<{ installation: "Disabled" | "Standard" }>>;
    webAppRouting?: Input<
        containerservice.ManagedClusterIngressProfileWebAppRoutingArgs &
            Optional<{
                gatewayAPIImplementations: Optional<{ appRoutingIstio: Optional<{ mode: "Enabled" | "Disabled" }> }>;
            }>
    >;
}

interface LaterNetworking {
    advancedNetworking?: Input<
        containerservice.AdvancedNetworkingArgs &
            Optional<{
                performance: Optional<{ accelerationMode: "BpfVeth" | "None" }>;
                security: containerservice.AdvancedNetworkingSecurityArgs &
                    Optional<{ transitEncryption: Optional<{ type: "WireGuard" | "None" }> }>;
            }>
    >;
}

interface LaterMonitoring {
    appMonitoring?: Input<Optional<{ autoInstrumentation: Optional<{ enabled: boolean }> }>>;
    metrics?: Input<
        containerservice.ManagedClusterAzureMonitorProfileMetricsArgs &
            Optional<{ controlPlane: Optional<{ enabled: boolean }> }>
    >;
}

/** Which registries' images the nodes run, by what Microsoft Defender has found, and the identities that read the findings. */
interface SecurityGating {
    enabled: boolean;
    allowSecretAccess: boolean;
    identities: Input<
        Optional<{
            azureContainerRegistry: string;
            identity: containerservice.UserAssignedIdentityArgs;
        }>
    >[];
}

interface LaterSecurity {
    defender?: Input<
        containerservice.ManagedClusterSecurityProfileDefenderArgs &
            Optional<{ securityGating: Optional<SecurityGating> }>
    >;
}

interface LaterServiceMesh {
    istio?: Input<
        containerservice.IstioServiceMeshArgs &
            Optional<{
                components: containerservice.IstioComponentsArgs &
                    Optional<{ proxyRedirectionMechanism: "InitContainers" | "CNIChaining" }>;
            }>
    >;
}

/** The system pools of an AKS Automatic cluster that AKS itself runs, and their subnets. */
interface HostedSystemProfile {
    enabled: boolean;
    systemNodeSubnetID: string;
    nodeSubnetID: string;
}

/** Of clusters. */
export interface LaterClusterProperties {
    azureMonitorProfile?: Input<containerservice.ManagedClusterAzureMonitorProfileArgs & LaterMonitoring>;
    hostedSystemProfile?: Input<Optional<HostedSystemProfile>>;
    httpProxyConfig?: Input<containerservice.ManagedClusterHTTPProxyConfigArgs & Optional<{ enabled: boolean }>>;
    ingressProfile?: Input<containerservice.ManagedClusterIngressProfileArgs & LaterIngress>;
    networkProfile?: Input<containerservice.ContainerServiceNetworkProfileArgs & LaterNetworking>;
    /** How the scheduler of Kubernetes is configured: "ManagedByCRD" by resources of the cluster. */
    schedulerProfile?: Input<Optional<{ upstream: Optional<{ schedulerConfigMode: "Default" | "ManagedByCRD" }> }>>;
    securityProfile?: Input<containerservice.ManagedClusterSecurityProfileArgs & LaterSecurity>;
    serviceMeshProfile?: Input<containerservice.ServiceMeshProfileArgs & LaterServiceMesh>;
}

/** Of pools. */
export interface LaterPoolProperties {
    /** Whether nodes start containers before their image is there as a whole. */
    artifactStreamingProfile?: Input<Optional<{ enabled: boolean }>>;
    virtualMachinesProfile?: Input<
        containerservice.VirtualMachinesProfileArgs &
            Optional<{
                scale: containerservice.ScaleProfileArgs &
                    Optional<{ autoscale: Input<Optional<{ size: string; minCount: number; maxCount: number }>>[] }>;
            }>
    >;
}
