import type { ClusterJob } from "../../../contract";
import type { Azure } from "../../azure";
import { clustersOf } from "../state/state";
import { clusterJobs } from "./jobs";

/**
 * Watches the jobs of all clusters from one write to the next. A job that was allowed and then is denied, if only until the
 * next write, is lost: AKS would have failed at it in between. A job that no longer exists is not lost.
 */
export class JobWatch {
    readonly #allowed = new Map<string, boolean>();
    readonly #lost: ClusterJob[] = [];

    constructor(private readonly azure: Azure) {}

    look(): void {
        for (const cluster of clustersOf(this.azure).list()) {
            for (const job of clusterJobs(this.azure, cluster)) {
                const key = [cluster.id, job.identity, job.action, job.scope].join("\n").toLowerCase();
                if (!job.allowed && this.#allowed.get(key)) this.#lost.push(job);
                this.#allowed.set(key, job.allowed);
            }
        }
    }

    lost(): readonly ClusterJob[] {
        return this.#lost;
    }
}
