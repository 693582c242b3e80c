import { ArmError, badRequest, conflict } from "../../kernel/errors";
import type { JsonObject } from "../../kernel/json";
import { nameOf, parseArmPath, sameId } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import type { Azure } from "../azure";
import { type ControlRequest, type ControlRoutes, objectIn } from "../service";
import { changeCluster, changePool } from "./changesByOthers";
import { clusterJobs } from "./jobs/jobs";
import { clustersOf, type ManagedCluster } from "./state/state";
import { isLaterRelease, nextRelease, nodeImageRelease } from "./state/versions";
import { declaredWorkload } from "./state/workload";

/**
 * What can be seen of a cluster, and done to it, that Azure has no API for. Where several clusters have one name,
 * `?resourceGroup=` says which is meant.
 */
export function clusterControls(azure: Azure): ControlRoutes {
    const on =
        (act: (cluster: Entry<ManagedCluster>, content: JsonObject, params: ControlRequest["params"]) => unknown) =>
        (request: ControlRequest) => {
            azure.operations.advance();
            return {
                status: 200,
                body: act(
                    clusterNamed(azure, request),
                    request.content === "" ? {} : objectIn(request),
                    request.params,
                ),
            };
        };
    return {
        /** What each of its identities has to do, and whether it may: evaluated now, for what was missing yesterday may have propagated. */
        "GET /local-azure/clusters/:name/jobs": on((cluster) => clusterJobs(azure, cluster)),
        /** `{registries, vaults, …}`: what its workloads use, which only Kubernetes would know. */
        "POST /local-azure/clusters/:name/workload": on(({ id, data }, content) => {
            const workload = declaredWorkload(data.workload, content);
            clustersOf(azure).put(id, { ...data, workload });
            return workload;
        }),
        /** `{release?}`: publishes a newer node image, without which an upgrade of the image changes nothing. */
        "POST /local-azure/clusters/:name/nodeImage": on(({ id, data }, { release }) => {
            const published = release === undefined ? nextRelease(data.nodeImageRelease) : String(release);
            requireLater(published, data.nodeImageRelease);
            clustersOf(azure).put(id, { ...data, nodeImageRelease: published });
            return { release: published };
        }),
        /** `{properties?, tags?}`, merged into what is there: what others do to it, as auto-upgrade and Azure Policy do. */
        "POST /local-azure/clusters/:name/change": on((cluster, content) => changeCluster(azure, cluster, content)),
        /** `{properties?}` of a pool likewise, as the autoscaler does. */
        "POST /local-azure/clusters/:name/agentPools/:pool/change": on((cluster, content, { pool = "" }) =>
            changePool(azure, cluster, pool, content),
        ),
    };
}

function clusterNamed(azure: Azure, { params, query }: ControlRequest): Entry<ManagedCluster> {
    const { name = "" } = params;
    const { resourceGroup } = query;
    const [cluster, other] = clustersOf(azure)
        .list()
        .filter(({ id }) => sameId(nameOf(id), name))
        .filter(({ id }) => !resourceGroup || sameId(parseArmPath(id)?.resourceGroup ?? "", resourceGroup));
    if (!cluster) throw new ArmError(404, "ClusterNotFound", `local-azure has no cluster '${name}'.`);
    if (other) {
        const text = `Several clusters are named '${name}'. Add ?resourceGroup= with the name of the group that is meant.`;
        throw conflict("AmbiguousCluster", text);
    }
    return cluster;
}

function requireLater(release: string, known: string): void {
    if (nodeImageRelease.test(release) && isLaterRelease(release, known)) return;
    const text = `The release '${release}' is not one like '202307.03.0' that is later than '${known}'.`;
    throw badRequest("InvalidNodeImageRelease", text);
}
