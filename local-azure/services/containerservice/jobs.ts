import type { Azure } from "../../arm/azure";
import { ArmError } from "../../arm/errors";
import { stringAt } from "../../arm/json";
import { parseArmPath, sameId } from "../../arm/resourceId";
import { type Entry, nameOf } from "../../arm/resourceStore";
import type { ClusterJob } from "../../contract";
import type { Reply } from "../service";
import { ownPrivateZone, routeTablesOf } from "./checks";
import { assignAction, joinAction } from "./linkedAccess";
import { clustersOf, controlPlaneOf, type ManagedCluster, nodeGroupId } from "./state";

/** One thing a cluster does with an identity: the words and actions of AKS's documentation, and on what. */
interface Job {
    operation: string;
    identity: "controlPlane" | "kubelet";
    actions: string[];
    dataActions?: string[];
    /** Nothing to do where none comes out. */
    scopes: (azure: Azure, cluster: ManagedCluster) => string[];
}

const network = "Microsoft.Network";

const jobs: Job[] = [
    {
        operation: "join node pool VMs to a customer subnet",
        identity: "controlPlane",
        actions: [joinAction, `${network}/virtualNetworks/subnets/read`],
        scopes: (_azure, cluster) => poolIds(cluster, "vnetSubnetID"),
    },
    {
        operation: "join pods to a customer pod subnet",
        identity: "controlPlane",
        actions: [joinAction, `${network}/virtualNetworks/subnets/read`],
        scopes: (_azure, cluster) => poolIds(cluster, "podSubnetID"),
    },
    {
        operation: "manage the load balancer in the node resource group",
        identity: "controlPlane",
        actions: ["read", "write", "delete"].map((verb) => `${network}/loadBalancers/${verb}`),
        scopes: (azure, cluster) => [nodeGroupId(azure, cluster)],
    },
    {
        operation: "assign a customer kubelet identity to the node scale set",
        identity: "controlPlane",
        actions: [assignAction],
        scopes: (_azure, { kubelet }) => (kubelet?.own ? [kubelet.resourceId] : []),
    },
    {
        operation: "write routes in a customer route table",
        identity: "controlPlane",
        actions: ["routes/read", "routes/write", "routes/delete", "read", "write"].map(
            (verb) => `${network}/routeTables/${verb}`,
        ),
        scopes: (azure, cluster) => routeTablesOf(azure, cluster.properties, cluster.pools),
    },
    {
        operation: "link a customer private DNS zone and write its records (private cluster)",
        identity: "controlPlane",
        actions: [
            "read",
            "write",
            "A/read",
            "A/write",
            "virtualNetworkLinks/read",
            "virtualNetworkLinks/write",
        ].map((verb) => `${network}/privateDnsZones/${verb}`),
        scopes: (_azure, { properties }) => asList(ownPrivateZone(properties)),
    },
    {
        operation: "link a customer private DNS zone and write its records (private cluster)",
        identity: "controlPlane",
        actions: ["read", "join/action"].map((verb) => `${network}/virtualNetworks/${verb}`),
        scopes: (_azure, cluster) => (ownPrivateZone(cluster.properties) ? networksOfPools(cluster) : []),
    },
];

/** `GET /local-azure/clusters/{name}/jobs`, evaluated now: what was missing yesterday may have propagated. */
export function clusterJobsReply(azure: Azure, name: string, resourceGroup: string | undefined): Reply {
    const found = clustersOf(azure)
        .list()
        .filter(({ id }) => sameId(nameOf(id), name))
        .filter(({ id }) => !resourceGroup || sameId(parseArmPath(id)?.resourceGroup ?? "", resourceGroup));
    const [cluster, other] = found;
    if (!cluster)
        return problem(new ArmError(404, "ClusterNotFound", `local-azure has no cluster '${name}'.`));
    if (other) {
        const text = `Several clusters are named '${name}'. Add ?resourceGroup= with the name of the group that is meant.`;
        return problem(new ArmError(409, "AmbiguousCluster", text));
    }
    return { status: 200, body: clusterJobs(azure, cluster) };
}

const problem = ({ status, body }: ArmError): Reply => ({ status, body });

function clusterJobs(azure: Azure, { data: cluster }: Entry<ManagedCluster>): ClusterJob[] {
    const principals = { controlPlane: controlPlaneOf(cluster), kubelet: cluster.kubelet?.objectId ?? "" };
    return jobs.flatMap((job) =>
        job
            .scopes(azure, cluster)
            .flatMap((scope) => [
                ...job.actions.map((action) =>
                    evaluate(azure, job, principals[job.identity], action, scope, false),
                ),
                ...(job.dataActions ?? []).map((action) =>
                    evaluate(azure, job, principals[job.identity], action, scope, true),
                ),
            ]),
    );
}

function evaluate(
    azure: Azure,
    job: Job,
    principalId: string,
    action: string,
    scope: string,
    data: boolean,
): ClusterJob {
    const { operation, identity } = job;
    const decision = azure.access.decide(principalId, action, scope, data);
    const asked = { operation, identity, principalId, action, data, scope };
    if (!decision.allowed) return { ...asked, allowed: false };
    const byAks = azure.access.assignments.get(decision.assignmentId)?.data.byAks;
    return { ...asked, allowed: true, allowedBy: byAks ? "granted by AKS" : decision.assignmentId };
}

function poolIds({ pools }: ManagedCluster, key: string): string[] {
    return [...new Set(pools.flatMap(({ properties }) => asList(stringAt(properties, key))))];
}

/** The zone is linked to the network the nodes are in. */
function networksOfPools(cluster: ManagedCluster): string[] {
    const networks = poolIds(cluster, "vnetSubnetID").flatMap((id) => asList(parseArmPath(id)?.parent));
    return [...new Set(networks)];
}

function asList<T>(value: T | undefined): T[] {
    return value === undefined ? [] : [value];
}
