import * as pulumi from "@pulumi/pulumi";
import type { VirtualClock } from "../../local-azure/kernel/clock";
import { CLUSTER_TYPE } from "../../src/aksTypes";
import type { Moments } from "./transition";

/** A cluster whose jobs are looked at while something runs. */
export interface WatchedCluster {
    /** Whether this is the URN of its resource. */
    isIn(urn: string): boolean;
    /** Jobs that are denied, now. */
    denied(): Promise<string[]>;
}

/** Tells of a moment; of one cluster's where its URN is given. */
type Observe = (moment: string, urn?: string) => Promise<void>;

/** Looks at the jobs of clusters before, during and after their updates. */
export class ClusterWatch {
    #observe: Observe = async () => {};

    /** For a program: the engine's own hooks around the update of each cluster, behind the component's. */
    observeUpdates(): void {
        const before = new pulumi.ResourceHook("test:before", ({ urn }) =>
            this.#observe("with the new grants, before the update", urn),
        );
        const after = new pulumi.ResourceHook("test:after", ({ urn }) => this.#observe("after the update", urn));
        pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
            if (type !== CLUSTER_TYPE) {
                return undefined;
            }
            const hooks = {
                ...opts.hooks,
                beforeUpdate: [...(opts.hooks?.beforeUpdate ?? []), before],
                afterUpdate: [...(opts.hooks?.afterUpdate ?? []), after],
            };
            return { props, opts: { ...opts, hooks } };
        });
    }

    /** Whoever waits is in the middle of an operation: the one moment of which neither program nor engine knows. */
    observeOperations(clock: VirtualClock): void {
        const { sleep } = clock;
        clock.sleep = async (milliseconds) => {
            await this.#observe("during an operation");
            await sleep(milliseconds);
            await this.#observe("during an operation");
        };
    }

    /** Runs something and tells which jobs of each cluster were denied meanwhile. */
    async watched<T>(
        clusters: Record<string, WatchedCluster>,
        run: () => Promise<T>,
    ): Promise<{ result: T; meanwhile: Record<string, Moments> }> {
        const meanwhile = Object.fromEntries(Object.keys(clusters).map((name) => [name, {} as Moments]));
        const ignore = this.#observe;
        this.#observe = async (moment, urn) => {
            const concerned = Object.entries(clusters).filter(([, { isIn }]) => urn === undefined || isIn(urn));
            await Promise.all(
                concerned.map(async ([name, { denied }]) => {
                    const moments = meanwhile[name] ?? {};
                    moments[moment] = [...new Set([...(moments[moment] ?? []), ...(await denied())])];
                }),
            );
        };
        const result = await run();
        this.#observe = ignore;
        return { result, meanwhile };
    }
}

/** Jobs that are denied, by identity and action. */
export async function deniedOf(
    { jobs }: { jobs(name: string): Promise<{ allowed: boolean; identity: string; action: string }[]> },
    clusterName: string,
): Promise<string[]> {
    return (await jobs(clusterName))
        .filter(({ allowed }) => !allowed)
        .map(({ identity, action }) => `${identity}: ${action}`);
}
