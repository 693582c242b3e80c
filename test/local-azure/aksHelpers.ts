import type { ClusterJob } from "../../local-azure/contract";
import { type Answer, clusterContent, clusterPath, type TestAzure } from "./harness";

export const servicePrincipal = {
    servicePrincipalProfile: { clientId: "33333333-3333-4333-8333-333333333333", secret: "not-a-real-one" },
};
export const systemAssigned = { type: "SystemAssigned" };

/** A cluster's PUT and all that comes of it; `operationSeconds` of the server pass. */
export async function settled(azure: TestAzure, content: object, name = "c1"): Promise<Answer> {
    const answer = await azure.put(clusterPath(name), content);
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
    azure.advance(60);
    return azure.get(clusterPath(name));
}

/** A cluster that runs on a service principal. */
export const principalContent = (properties: object = {}) => ({
    ...clusterContent({ properties: { ...servicePrincipal, ...properties } }),
    identity: undefined,
});

export async function control(
    azure: TestAzure,
    what: "workload" | "nodeImage" | "change" | `agentPools/${string}/change`,
    body: object = {},
    cluster = "c1",
): Promise<Answer> {
    return azure.send("POST", `/local-azure/clusters/${cluster}/${what}`, {
        body,
        token: null,
        apiVersion: null,
    });
}

/** Principals of the jobs of an identity, each once. */
export const principalsOf = (jobs: ClusterJob[], identity: string): string[] => [
    ...new Set(jobs.filter((job) => job.identity === identity).map(({ principalId }) => principalId)),
];

/** What is not allowed, as "identity: action @ last two segments of the scope". */
export const denied = (jobs: ClusterJob[]): string[] =>
    jobs
        .filter(({ allowed }) => !allowed)
        .map(({ identity, action, scope }) => `${identity}: ${action} @ ${scope.split("/").slice(-2).join("/")}`);
