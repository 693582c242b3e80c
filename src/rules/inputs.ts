import type * as pulumi from "@pulumi/pulumi";
import type {
    AddonsArgs,
    AksClusterIdentitiesArgs,
    AksWorkloadIdentityArgs,
    ApiServerArgs,
    ApplicationGatewayArgs,
    ApplicationRoutingArgs,
    AssignedRoleArgs,
    AutoUpgradeArgs,
    ClusterIdentitiesArgs,
    ClusterIdentityArgs,
    ClusterPropertiesArgs,
    ClusterRoleAssignmentArgs,
    ContainerInsightsArgs,
    ControlPlaneIdentityArgs,
    EncryptionArgs,
    EntraArgs,
    ExistingIdentityArgs,
    ExistingRoleAssignmentArgs,
    KeyVaultAccessArgs,
    KeyVaultKmsArgs,
    KeyVaultSecretsArgs,
    KmsVaultArgs,
    KubeletIdentityArgs,
    ManagedIdentityAksClusterArgs,
    ManagedPrometheusArgs,
    NetworkAccessArgs,
    NetworkArgs,
    NodePoolArgs,
    NodePoolPropertiesArgs,
    PodIdentityArgs,
    PodIdentityExceptionArgs,
    PodManagedIdentityArgs,
    RegistryArgs,
    RoleAssignmentArgs,
    ServiceAccountArgs,
    ServicePrincipalArgs,
    VirtualNodeArgs,
} from "../args";

/**
 * The public inputs once more, as data: what TypeScript says of them at compile time, for callers whom it does not
 * reach. An input that is declared in `args/` and has no row here, or a row of another kind, does not compile.
 */

/** What a value is; objects hold inputs, lists and maps hold values that may each be an output. */
export type Kind =
    | "text"
    | "label"
    | "number"
    | "boolean"
    // What azure-native takes, by its names: it has rules of its own.
    | "properties"
    | { list: Kind }
    | { map: "label" }
    | { object: InputTable };

/** One input. */
export interface InputRow {
    kind: Kind;
    /** It decides which resources exist, so it is never an output. */
    plain: boolean;
    required: boolean;
    /**
     * What is made and granted hangs on whether it is given, which has to be known when the program runs: an output must
     * hold a value. Of any other input that may be left out an output may turn out to hold nothing.
     */
    decides?: boolean;
}

export interface InputTable {
    readonly [name: string]: InputRow;
}

/** The table that an interface of `args/` asks for. */
type Inputs<Args> = {
    readonly [Name in keyof Args]-?: Row<
        KindOf<Known<Args[Name]>>,
        [Extract<Args[Name], SomeOutput>] extends [never] ? true : false,
        undefined extends Args[Name] ? false : true
    >;
};

interface Row<K, Plain extends boolean, Required extends boolean> {
    kind: K;
    plain: Plain;
    required: Required;
    decides?: boolean;
}

type SomeOutput = pulumi.OutputInstance<unknown>;
type Known<Value> = Exclude<Value, undefined | SomeOutput | Promise<unknown>>;
type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsProperties<Value> = true extends
    | IsSame<Value, ClusterPropertiesArgs>
    | IsSame<Value, NodePoolPropertiesArgs>
    ? true
    : false;
type KindOf<Value> =
    IsProperties<Value> extends true
        ? "properties"
        : Value extends string
          ? "text"
          : Value extends number
            ? "number"
            : Value extends boolean
              ? "boolean"
              : Value extends (infer Entry)[]
                ? { list: KindOf<Known<Entry>> }
                : string extends keyof Value
                  ? { map: "label" }
                  : { object: Inputs<Value> };

const plain = <const K>(kind: K): Row<K, true, false> => ({ kind, plain: true, required: false });
const input = <const K>(kind: K): Row<K, false, false> => ({ kind, plain: false, required: false });
const deciding = <const K>(kind: K): Row<K, false, false> => ({ ...input(kind), decides: true });
const required = <K, Plain extends boolean>(row: Row<K, Plain, false>): Row<K, Plain, true> => ({
    ...row,
    required: true,
});

const TEXTS = { list: "text" } as const;
const LABELS = { map: "label" } as const;

const SERVICE_PRINCIPAL: Inputs<ServicePrincipalArgs> = {
    clientId: required(input("text")),
    clientSecret: deciding("text"),
};

const CONTROL_PLANE_IDENTITY: Inputs<ControlPlaneIdentityArgs> = {
    type: plain("text"),
    resourceId: deciding("text"),
    clientId: deciding("text"),
    principalId: deciding("text"),
    formerPrincipalId: deciding("text"),
    servicePrincipal: plain({ object: SERVICE_PRINCIPAL }),
};

const KUBELET_IDENTITY: Inputs<KubeletIdentityArgs> = {
    type: plain("text"),
    resourceId: deciding("text"),
    clientId: deciding("text"),
    principalId: deciding("text"),
};

const CLUSTER_IDENTITY: Inputs<ClusterIdentityArgs> = {
    resourceId: required(input("text")),
    clientId: required(input("text")),
    principalId: required(input("text")),
};

const ASSIGNED_ROLE: Inputs<AssignedRoleArgs> = {
    principalId: required(input("text")),
    roleDefinitionId: required(input("text")),
    scope: required(input("text")),
    id: input("text"),
    identity: input("text"),
    role: input("text"),
    reason: input("text"),
    when: input("text"),
};

const CLUSTER_IDENTITIES: Inputs<ClusterIdentitiesArgs> = {
    controlPlaneIdentity: required(input({ object: CLUSTER_IDENTITY })),
    kubeletIdentity: required(input({ object: CLUSTER_IDENTITY })),
    roleAssignments: required(input({ list: { object: ASSIGNED_ROLE } })),
};

const NODE_POOL: Inputs<NodePoolArgs> = {
    name: plain("text"),
    vmSize: required(input("text")),
    kubernetesVersion: deciding("text"),
    count: deciding("number"),
    minCount: deciding("number"),
    maxCount: deciding("number"),
    subnetId: deciding("text"),
    podSubnetId: deciding("text"),
    osType: plain("text"),
    osSku: input("text"),
    maxPods: input("number"),
    availabilityZones: input(TEXTS),
    nodeLabels: input(LABELS),
    nodeTaints: input(TEXTS),
    properties: plain("properties"),
};

const NETWORK: Inputs<NetworkArgs> = {
    networkPlugin: required(input("text")),
    networkPluginMode: input("text"),
    networkPolicy: input("text"),
    networkDataplane: input("text"),
    outboundType: input("text"),
    podCidr: input("text"),
    serviceCidr: required(input("text")),
    dnsServiceIP: required(input("text")),
};

const NETWORK_ACCESS: Inputs<NetworkAccessArgs> = {
    routeTableId: deciding("text"),
    natGatewayId: deciding("text"),
    publicIpResourceGroupIds: plain(TEXTS),
    internalLoadBalancerSubnetIds: plain(TEXTS),
    role: deciding("text"),
};

const API_SERVER: Inputs<ApiServerArgs> = {
    privateCluster: input("boolean"),
    privateDnsZone: deciding("text"),
    vnetIntegration: input("boolean"),
    subnetId: deciding("text"),
    authorizedIpRanges: input(TEXTS),
};

const REGISTRY: Inputs<RegistryArgs> = {
    id: required(input("text")),
    permissions: plain("text"),
    listRepositories: plain("boolean"),
    name: plain("text"),
};

const KEY_VAULT_KMS: Inputs<KeyVaultKmsArgs> = {
    keyId: required(input("text")),
    keyVaultId: required(input("text")),
    networkAccess: plain("text"),
};

const ENCRYPTION: Inputs<EncryptionArgs> = {
    diskEncryptionSetId: deciding("text"),
    keyVaultKms: plain({ object: KEY_VAULT_KMS }),
};

const AUTO_UPGRADE: Inputs<AutoUpgradeArgs> = {
    upgradeChannel: plain("text"),
    nodeOsUpgradeChannel: input("text"),
};

const CONTAINER_INSIGHTS: Inputs<ContainerInsightsArgs> = {
    workspaceId: required(input("text")),
    workspaceLocation: input("text"),
    authentication: plain("text"),
};

const MANAGED_PROMETHEUS: Inputs<ManagedPrometheusArgs> = {
    workspaceId: required(input("text")),
    workspaceLocation: required(input("text")),
    metricAnnotationsAllowList: input("text"),
    metricLabelsAllowlist: input("text"),
};

const POD_MANAGED_IDENTITY: Inputs<PodManagedIdentityArgs> = {
    name: required(plain("text")),
    namespace: required(plain("text")),
    identityResourceId: required(input("text")),
    bindingSelector: input("text"),
};

const POD_IDENTITY_EXCEPTION: Inputs<PodIdentityExceptionArgs> = {
    name: required(plain("text")),
    namespace: required(plain("text")),
    podLabels: required(input(LABELS)),
};

const POD_IDENTITY: Inputs<PodIdentityArgs> = {
    allowNetworkPluginKubenet: input("boolean"),
    identities: plain({ list: { object: POD_MANAGED_IDENTITY } }),
    exceptions: plain({ list: { object: POD_IDENTITY_EXCEPTION } }),
};

const KEY_VAULT_ACCESS: Inputs<KeyVaultAccessArgs> = {
    id: required(input("text")),
    certificates: plain("boolean"),
    name: plain("text"),
};

const KEY_VAULT_SECRETS: Inputs<KeyVaultSecretsArgs> = {
    enableSecretRotation: plain("boolean"),
    rotationPollInterval: plain("text"),
    vaults: plain({ list: { object: KEY_VAULT_ACCESS } }),
};

const APPLICATION_GATEWAY: Inputs<ApplicationGatewayArgs> = {
    gatewayId: deciding("text"),
    subnetId: deciding("text"),
    subnetCidr: deciding("text"),
    gatewayName: input("text"),
    gatewayIdentityIds: plain(TEXTS),
};

const VIRTUAL_NODE: Inputs<VirtualNodeArgs> = {
    subnetName: required(input("text")),
};

const APPLICATION_ROUTING: Inputs<ApplicationRoutingArgs> = {
    publicDnsZoneIds: plain(TEXTS),
    privateDnsZoneIds: plain(TEXTS),
    keyVaultIds: plain(TEXTS),
};

const ADDONS: Inputs<AddonsArgs> = {
    azurePolicy: plain("boolean"),
    containerInsights: plain({ object: CONTAINER_INSIGHTS }),
    managedPrometheus: plain({ object: MANAGED_PROMETHEUS }),
    keyVaultSecrets: plain({ object: KEY_VAULT_SECRETS }),
    applicationGateway: plain({ object: APPLICATION_GATEWAY }),
    virtualNode: plain({ object: VIRTUAL_NODE }),
    applicationRouting: plain({ object: APPLICATION_ROUTING }),
    costAnalysis: plain("boolean"),
    podIdentity: plain({ object: POD_IDENTITY }),
};

const ENTRA: Inputs<EntraArgs> = {
    adminGroupObjectIds: plain(TEXTS),
    adminGroupNames: plain(TEXTS),
    azureRbac: input("boolean"),
    tenantId: input("text"),
    disableLocalAccounts: input("boolean"),
};

const EXISTING_ROLE_ASSIGNMENT: Inputs<ExistingRoleAssignmentArgs> = {
    name: required(plain("text")),
    roleAssignmentId: required(plain("text")),
    mode: required(plain("text")),
};

const ROLE_ASSIGNMENT: Inputs<RoleAssignmentArgs> = {
    name: required(plain("text")),
    role: required(input("text")),
    scope: required(input("text")),
    reason: plain("text"),
};

const CLUSTER_ROLE_ASSIGNMENT: Inputs<ClusterRoleAssignmentArgs> = {
    ...ROLE_ASSIGNMENT,
    identity: plain("text"),
};

export const CLUSTER_INPUTS: Inputs<ManagedIdentityAksClusterArgs> = {
    resourceGroupName: required(input("text")),
    location: input("text"),
    clusterName: deciding("text"),
    dnsPrefix: deciding("text"),
    kubernetesVersion: deciding("text"),
    controlPlaneIdentity: plain({ object: CONTROL_PLANE_IDENTITY }),
    kubeletIdentity: plain({ object: KUBELET_IDENTITY }),
    identities: deciding({ object: CLUSTER_IDENTITIES }),
    systemNodePool: required(plain({ object: NODE_POOL })),
    nodePools: plain({ list: { object: NODE_POOL } }),
    network: plain({ object: NETWORK }),
    networkAccess: plain({ object: NETWORK_ACCESS }),
    apiServer: plain({ object: API_SERVER }),
    registries: plain({ list: { object: REGISTRY } }),
    bootstrapRegistryId: deciding("text"),
    bootstrapArtifactSource: plain("text"),
    encryption: plain({ object: ENCRYPTION }),
    oidcIssuer: input("boolean"),
    workloadIdentity: input("boolean"),
    autoUpgrade: plain({ object: AUTO_UPGRADE }),
    addons: plain({ object: ADDONS }),
    sku: plain("text"),
    tier: plain("text"),
    entra: plain({ object: ENTRA }),
    exportKubeconfig: plain("boolean"),
    extraRoleAssignments: plain({ list: { object: CLUSTER_ROLE_ASSIGNMENT } }),
    roleAssignments: plain("text"),
    existingRoleAssignments: plain({ list: { object: EXISTING_ROLE_ASSIGNMENT } }),
    propagationTimeoutMinutes: plain("number"),
    silenceWarnings: plain(TEXTS),
    tags: input(LABELS),
    properties: plain("properties"),
};

const EXISTING_IDENTITY: Inputs<ExistingIdentityArgs> = {
    resourceId: required(input("text")),
    clientId: deciding("text"),
    principalId: deciding("text"),
};

const KMS_VAULT: Inputs<KmsVaultArgs> = {
    keyVaultId: required(input("text")),
    networkAccess: plain("text"),
    name: plain("text"),
};

export const CLUSTER_IDENTITIES_INPUTS: Inputs<AksClusterIdentitiesArgs> = {
    resourceGroupName: input("text"),
    location: input("text"),
    controlPlaneIdentity: plain({ object: EXISTING_IDENTITY }),
    kubeletIdentity: plain({ object: EXISTING_IDENTITY }),
    subnetIds: plain(TEXTS),
    internalLoadBalancerSubnetIds: plain(TEXTS),
    virtualNetworkIds: plain(TEXTS),
    privateDnsZoneIds: plain(TEXTS),
    routeTableIds: plain(TEXTS),
    natGatewayIds: plain(TEXTS),
    publicIpResourceGroupIds: plain(TEXTS),
    registries: plain({ list: { object: REGISTRY } }),
    diskEncryptionSetIds: plain(TEXTS),
    keyVaultKms: plain({ list: { object: KMS_VAULT } }),
    extraRoleAssignments: plain({ list: { object: CLUSTER_ROLE_ASSIGNMENT } }),
    networkRole: deciding("text"),
    roleAssignments: plain("text"),
    existingRoleAssignments: plain({ list: { object: EXISTING_ROLE_ASSIGNMENT } }),
    tags: input(LABELS),
};

const SERVICE_ACCOUNT: Inputs<ServiceAccountArgs> = {
    namespace: required(plain("text")),
    name: required(plain("text")),
};

export const WORKLOAD_IDENTITY_INPUTS: Inputs<AksWorkloadIdentityArgs> = {
    resourceGroupName: input("text"),
    location: input("text"),
    identityResourceId: deciding("text"),
    oidcIssuerUrl: required(input("text")),
    serviceAccounts: required(plain({ list: { object: SERVICE_ACCOUNT } })),
    audience: input("text"),
    extraRoleAssignments: plain({ list: { object: ROLE_ASSIGNMENT } }),
    roleAssignments: plain("text"),
    silenceWarnings: plain(TEXTS),
    existingRoleAssignments: plain({ list: { object: EXISTING_ROLE_ASSIGNMENT } }),
    tags: input(LABELS),
};
