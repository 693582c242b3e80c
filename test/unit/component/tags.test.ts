import type { RoleAssignmentArgs } from "@pulumi/azure-native/authorization";
import type { AgentPoolArgs, ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { FederatedIdentityCredentialArgs, UserAssignedIdentityArgs } from "@pulumi/azure-native/managedidentity";
import type {
    DataCollectionEndpointArgs,
    DataCollectionRuleArgs,
    DataCollectionRuleAssociationArgs,
} from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { AksWorkloadIdentity, ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../../src";
import { CLUSTER_TYPE, POOL_TYPE } from "../../../src/aksTypes";
import { find, type Registered, underMocks } from "../mocks";
import { base, deploy, PROVIDERS } from "./deploy";

type TakesTags<Args> = "tags" extends keyof Args ? true : false;

/** Whether what a component makes takes tags, as the SDK has it: a wrong row does not compile. */
const CHILDREN: Record<string, boolean> = {
    "azure-native:authorization:RoleAssignment": false satisfies TakesTags<RoleAssignmentArgs>,
    [POOL_TYPE]: true satisfies TakesTags<AgentPoolArgs>,
    [CLUSTER_TYPE]: true satisfies TakesTags<ManagedClusterArgs>,
    "azure-native:managedidentity:FederatedIdentityCredential":
        false satisfies TakesTags<FederatedIdentityCredentialArgs>,
    "azure-native:managedidentity:UserAssignedIdentity": true satisfies TakesTags<UserAssignedIdentityArgs>,
    "azure-native:monitor:DataCollectionEndpoint": true satisfies TakesTags<DataCollectionEndpointArgs>,
    "azure-native:monitor:DataCollectionRule": true satisfies TakesTags<DataCollectionRuleArgs>,
    "azure-native:monitor:DataCollectionRuleAssociation": false satisfies TakesTags<DataCollectionRuleAssociationArgs>,
};

const VM = "Standard_D4ds_v5";
const tags = { team: "shop", stage: "test" };
const everything: Partial<ManagedIdentityAksClusterArgs> = {
    nodePools: [
        { name: "work", vmSize: VM },
        { name: "batch", vmSize: VM },
    ],
    addons: {
        containerInsights: {
            workspaceId: `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`,
            workspaceLocation: "westeurope",
        },
        managedPrometheus: {
            workspaceId: `${PROVIDERS}/Microsoft.Monitor/accounts/metrics`,
            workspaceLocation: "westeurope",
        },
    },
};

/** Tags of each child by its type and name, where it has any; the pool inside the cluster as one more. */
async function tagsOfChildren(of: { tags?: typeof tags }): Promise<[child: string, type: string, tags: unknown][]> {
    const { resources } = await underMocks(() => {
        new ManagedIdentityAksCluster("aks", { ...base, ...everything, ...of });
        new AksWorkloadIdentity("app", {
            resourceGroupName: "group",
            oidcIssuerUrl: "https://issuer.example/",
            serviceAccounts: [{ namespace: "shop", name: "orders" }],
            ...of,
        });
    });
    const children = resources.filter(({ type }) => type.startsWith("azure-native:"));
    const pool = { ...find(children, "aks-cluster"), name: "the pool inside", inputs: systemPool(children) };
    return [...children, pool].map(({ type, name, inputs }) => [name, type, inputs.tags]);
}

function systemPool(resources: Registered[]): Record<string, unknown> {
    const [pool] = find(resources, "aks-cluster").inputs.agentPoolProfiles as Record<string, unknown>[];
    return pool ?? {};
}

test("every resource that supports tags gets them, and no other does", async () => {
    const children = await tagsOfChildren({ tags });
    expect([...new Set(children.map(([, type]) => type))].sort()).toEqual(Object.keys(CHILDREN).sort());
    expect(children).toEqual(children.map(([name, type]) => [name, type, CHILDREN[type] ? tags : undefined]));
});

test("without tags nothing has any", async () => {
    expect((await tagsOfChildren({})).filter(([, , found]) => found !== undefined)).toEqual([]);
});

const own = { Team: "platform", pool: "yes" };
const nothing = pulumi.output(Promise.resolve(undefined)) as unknown as pulumi.Output<Record<string, string>>;
test.each<
    [
        string,
        pulumi.Input<typeof tags> | undefined,
        pulumi.Input<Record<string, string>> | undefined,
        object | undefined,
    ]
>([
    ["the pool's, instead of the cluster's", tags, own, own],
    ["none, though the cluster has some", tags, {}, {}],
    ["the pool's, beside outputs of the cluster's", pulumi.output(tags), own, own],
    ["outputs of the pool's", tags, pulumi.output(own), own],
    ["outputs that hold nothing", tags, nothing, tags],
    ["the cluster's alone", tags, undefined, tags],
    ["the pool's alone", undefined, own, own],
])("tags of a pool: %s", async (_, common, more, expected) => {
    const { resources } = await deploy({
        tags: common,
        systemNodePool: { ...base.systemNodePool, tags: more },
        nodePools: [{ name: "work", vmSize: VM, tags: more }],
    });
    expect(systemPool(resources).tags).toEqual(expected);
    expect(find(resources, "aks-pool-work").inputs.tags).toEqual(expected);
});
