import { servicePrincipalOf } from "../../migration/live/identities";
import type { LiveCluster } from "../../migration/live/liveCluster";
import type { ClusterReadings } from "../../migration/survey/surveyedCluster";
import type { Unread } from "../../migration/survey/unread";
import { RESOURCE_GRAPH_API, SUBSCRIPTION_API } from "./apiVersions";
import { type Azure, type AzureApi, AzureError, filterText } from "./azureClient";
import { inParallel } from "./inParallel";
import { reading, readScaleSets } from "./readCluster";

/** All clusters with what tells their identities. The order by id makes the pages stable. */
export const CLUSTER_QUERY =
    "resources | where type =~ 'microsoft.containerservice/managedclusters' | project id, name, type, location, tags, sku, identity, properties | order by id asc";

const PATH = "/providers/Microsoft.ResourceGraph/resources";
/** The most that Resource Graph has in one. */
const PAGE_SIZE = 1000;
const MOST_PAGES = 1000;
/** Requests that are under way at once: far below what Azure throttles. */
const AT_ONCE = 8;

/**
 * The pages of all clusters that the caller can read: in these subscriptions, otherwise in all. Throws `AzureError`.
 */
export async function readClusterPages(
    arm: AzureApi,
    subscriptions: string[] = [],
    pageSize: number = PAGE_SIZE,
): Promise<object[]> {
    const pages: object[] = [];
    let token: unknown;
    do {
        const { body } = await arm.post(PATH, RESOURCE_GRAPH_API, {
            query: CLUSTER_QUERY,
            ...(subscriptions.length > 0 && { subscriptions }),
            options: {
                resultFormat: "objectArray",
                $top: pageSize,
                ...(typeof token === "string" && { $skipToken: token }),
            },
        });
        if (typeof body !== "object" || body === null || pages.length === MOST_PAGES) {
            throw new AzureError(
                `POST ${PATH}`,
                200,
                "InvalidAnswer",
                "the answer is not a page, or the result has too many pages",
            );
        }
        pages.push(body);
        token = Reflect.get(body, "$skipToken");
    } while (token);
    return pages;
}

/** The pages of these subscriptions, and those that cannot be read: Resource Graph leaves them out without an error. */
export async function readSubscriptions(
    arm: AzureApi,
    subscriptions: string[],
): Promise<{ pages: object[]; unread: Unread[] }> {
    const read = await inParallel(AT_ONCE, subscriptions, async (id) => ({
        id,
        found: await reading(() => arm.get(`/subscriptions/${id}`, SUBSCRIPTION_API)),
    }));
    const readable = read.filter(({ found }) => "value" in found).map(({ id }) => id);
    return {
        pages: readable.length === 0 ? [] : await readClusterPages(arm, readable),
        unread: read.flatMap(({ id, found }) =>
            "failure" in found ? [{ what: `subscription ${id}`, reason: found.failure }] : [],
        ),
    };
}

/**
 * What lists do not show of clusters: of one with a service principal the application behind it, of any other the scale
 * sets. What cannot be read has the reason in its place. `onRead` is called after each cluster.
 */
export async function readFleetDetails(
    { arm, graph }: Azure,
    clusters: LiveCluster[],
    onRead: () => unknown,
): Promise<Map<string, ClusterReadings>> {
    const applications = new Map<string, Promise<ClusterReadings["applications"]>>();
    const applicationsOf = (clientId: string) => {
        const known = applications.get(clientId) ?? readApplications(graph, clientId);
        applications.set(clientId, known);
        return known;
    };
    const readings = await inParallel(AT_ONCE, clusters, async (cluster) => {
        const clientId = servicePrincipalOf(cluster)?.toLowerCase();
        const read: ClusterReadings =
            clientId === undefined
                ? { scaleSets: await readScaleSets(arm, cluster) }
                : { applications: await applicationsOf(clientId) };
        onRead();
        return [cluster.id.toLowerCase(), read] as const;
    });
    return new Map(readings);
}

function readApplications(graph: AzureApi, clientId: string): Promise<ClusterReadings["applications"]> {
    return reading(() => graph.list("/applications", { $filter: `appId eq ${filterText(clientId)}` }));
}
