import { readFileSync } from "node:fs";
import { ContainerServiceClient } from "@azure/arm-containerservice";
import { isObject, type JsonObject } from "../../local-azure/kernel/json";
import { lastSegment } from "../../src/azure/resourceId";
import { flattened } from "../../src/migration/live/azureNativeNames";
import properties from "../../src/migration/live/properties.generated.json";
import type { TestAzure } from "../local-azure/harness";
import type { ShownByArm } from "./handMadeClusters";

/** A cluster and what belongs to it, as some client prints them. */
export type Shown = Record<"cluster" | "roleAssignments" | "pools", unknown>;

/** How a cluster is read that ARM shows so. */
export const SPELLINGS: Record<string, (arm: TestAzure, id: string, shown: ShownByArm) => Promise<Shown>> = {
    arm: async (_arm, _id, shown) => shown,
    az: async (_arm, _id, { cluster, pools, roleAssignments }) => ({
        cluster: { ...NO_CLUSTER, ...Object(asAz(flattened(cluster))) },
        pools: pools.map((pool) => ({ ...NO_POOL, ...Object(asAz(typeRenamed(pool))) })),
        roleAssignments: roleAssignments.map((each) => asAz(flattened(each))),
    }),
    sdk: async (arm, id, { roleAssignments }) => ({ ...(await readBySdk(arm, id)), roleAssignments }),
};

async function readBySdk(arm: TestAzure, id: string): Promise<Pick<Shown, "cluster" | "pools">> {
    const { armEndpoint: endpoint, caFile, subscriptionId } = arm.server.ready;
    const token = await arm.tokenFor("https://management.azure.com/");
    const { managedClusters, agentPools } = new ContainerServiceClient(
        { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
        subscriptionId,
        { endpoint, tlsOptions: { ca: readFileSync(caFile, "utf8") }, retryOptions: { maxRetries: 0 } },
    );
    const [, , , , group = ""] = id.split("/");
    const pools: object[] = [];
    for await (const pool of agentPools.list(group, lastSegment(id))) {
        pools.push(pool);
    }
    const cluster = await managedClusters.get(group, lastSegment(id));
    // As a file has them.
    return JSON.parse(JSON.stringify({ cluster, pools }));
}

/** The Azure CLI has no `properties`, and words where ARM has letters: `enableRbac`, `osDiskSizeGb`, but `publicIPs`; instants as Python has them. */
function asAz(value: unknown, key = ""): unknown {
    if (Array.isArray(value)) {
        return value.map((each) => asAz(each));
    }
    if (!isObject(value) || MAPS.includes(key)) {
        return typeof value === "string" ? value.replace(/(T[\d:]+)Z$/, "$1+00:00") : value;
    }
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [azName(name), asAz(each, name)]));
}

function azName(name: string): string {
    return name
        .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
        .replace(/([A-Z])([A-Z]+)(?=$|[A-Z][a-z])/g, (_, first: string, rest: string) => first + rest.toLowerCase());
}

/** Their keys are somebody's own. */
const MAPS = ["config", "nodeLabels", "podLabels", "tags", "userAssignedIdentities"];

function typeRenamed(pool: object): JsonObject {
    const { type, ...rest } = flattened(pool);
    return { ...rest, typePropertiesType: type } as JsonObject;
}

/** What is not set, the Azure CLI prints as null. */
const nullsOf = (object: keyof typeof properties) =>
    Object.fromEntries(Object.keys(properties[object]).map((name) => [azName(name), null]));
const NO_CLUSTER = nullsOf("ManagedCluster");
const NO_POOL = nullsOf("AgentPool");
