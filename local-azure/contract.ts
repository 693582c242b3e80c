import type { Clock } from "./kernel/clock";
import type { DurationOptions } from "./kernel/durations";
import type { Evidence } from "./kernel/evidence";
import type { RequestRecord } from "./kernel/http";

/** What can be set when local-azure starts. */
export interface LocalAzureOptions extends DurationOptions {
    /** Port of the HTTPS ARM endpoint; 0 (default) takes a free one. Always bound to loopback. */
    port?: number;
    /** The model's time; default: the machine's clock. */
    clock?: Clock;
    /** Whether api-versions and properties are taken that Azure does not declare. Default false: they are refused. */
    loose?: boolean;
    /** Most items on a page of a list, in ARM, Resource Graph and Microsoft Graph. Default: lists come whole. */
    pageSize?: number | undefined;
    /** What goes wrong, by rule. More can be added at `POST /local-azure/faults`. */
    faults?: readonly FaultRule[];
    /**
     * What becomes of another identity in a PATCH of a cluster, which is for tags: AKS's own answer is not known. Default
     * "ignored"; "refused" answers 400.
     */
    patchedIdentity?: "ignored" | "refused";
    /**
     * What becomes of the nodes of a cluster that leaves its service principal: Microsoft's pages differ. Default "kept", as
     * recorded: until their image is upgraded. "reimaged": the update makes them anew.
     */
    nodesOnSwitch?: "kept" | "reimaged";
    /** Whether the deployer may use Microsoft Graph; "denied" answers 403 as recorded. Default "full". */
    graphAccess?: "full" | "denied";
    /** Role the signed-in deployer holds on each subscription; "none" for a deployer without any. Default Owner. */
    deployerRole?: string;
    /** The deployer's subscription and tenant; defaults are fixed GUIDs. */
    subscriptionId?: string;
    /** Further subscriptions of the tenant, for what clusters use but do not lie in. Default: none. */
    otherSubscriptionIds?: readonly string[];
    tenantId?: string;
    /**
     * Whether the jobs of all clusters are evaluated after every write; those that were allowed and then denied are read
     * at `GET /local-azure/lostJobs`. Default false.
     */
    watchJobs?: boolean;
    /** A file that keeps the resources between runs, in a folder that is there; absent: memory only. */
    stateFile?: string;
}

/** What a client needs to reach a running local-azure; also the content of the ready file (design, section 4). */
export interface ReadyFile {
    armEndpoint: string;
    metadataEndpoint: string;
    caFile: string;
    identityEndpoint: string;
    identityHeader: string;
    tenantId: string;
    subscriptionId: string;
    deployerObjectId: string;
    providers: Record<string, number>;
    env: Record<string, string>;
}

/** Which requests a fault strikes, counted over those that fit. */
interface FaultTarget {
    /** Any method where absent. */
    method?: string;
    /**
     * Glob over the path without its query: `*` within a segment, `**` across; from the root with a leading slash, else
     * any end of the path. Absent together with `pathRegExp`: any path.
     */
    path?: string;
    pathRegExp?: string;
    /** The first of the fitting requests that is struck, from 1 (default). */
    nth?: number;
    /** How many are struck from there on. Default 1. */
    times?: number | "always";
}

/** What becomes of an answer after the effect: another content, half of it, or less of it than its length says. */
export type Garbling = "html" | "empty" | "truncated" | "too-short";

/** One thing that goes wrong. A field's absence is its default. */
export type FaultRule = FaultTarget &
    (
        | { kind: "throttle"; retryAfterSeconds?: number | "none"; code?: string; message?: string }
        | { kind: "error"; status: number; code: string; message?: string; when?: "before" | "after" }
        | { kind: "claims-challenge" }
        | { kind: "reset"; when?: "before" | "after" }
        | { kind: "garbled"; as: Garbling }
        | { kind: "certificate"; handshakes: number }
        | { kind: "operation-fails"; status?: "Failed" | "Canceled"; code: string; message?: string }
        | { kind: "operation-hangs"; seconds?: number }
        | { kind: "operation-stumbles"; code: string; message?: string }
        | { kind: "slow"; seconds: number }
    );

/** A rule with how many requests fitted it and how many it struck, read at `GET /local-azure/faults`. */
export interface FaultCount {
    rule: FaultRule;
    calls: number;
    hits: number;
}

/** One request to ARM, Graph or the token endpoint as the log keeps it, read at `GET /local-azure/requests`. */
export interface LoggedRequest extends RequestRecord {
    /** Position in the log, from 0. */
    index: number;
}

/**
 * One thing a cluster does with an identity, read at `GET /local-azure/clusters/{name}/jobs`, with how it is known that AKS
 * does it with this action.
 */
export interface ClusterJob extends Evidence {
    /** What AKS does, in the words of the role definition facts. */
    operation: string;
    /** `controlPlane`, `kubelet`, `diskEncryptionSet` or the add-on's key. */
    identity: string;
    principalId: string;
    action: string;
    /** Whether the action is a data action. */
    data: boolean;
    scope: string;
    allowed: boolean;
    /** Id of the role assignment that allowed it, or `granted by AKS` for what AKS itself assigns. */
    allowedBy?: string;
    /** What comes of it where it is denied: AKS's code, or that of the event in the cluster, and what ends it. */
    failure?: { code: string; heals: "by an operation" | "by itself" };
    /** Why the principal cannot even sign in, as Microsoft Entra ID says it: `AADSTS7000222: …` for an expired secret. */
    signInError?: string;
}

/** A local-azure in this process, without the engine's providers. */
export interface ArmServer {
    ready: Omit<ReadyFile, "providers">;
    clock: Clock;
    requests(): readonly LoggedRequest[];
    stop(): Promise<void>;
}

/** What the provider stand-ins need to know; they learn all else over HTTPS. */
export interface ProviderSettings
    extends Omit<ReadyFile, "metadataEndpoint" | "deployerObjectId" | "providers" | "env"> {
    clock: Clock;
}

/** A gRPC provider the Pulumi engine can attach to (`PULUMI_DEBUG_PROVIDERS=name:port`). */
export interface RunningProvider {
    port: number;
    stop(): Promise<void>;
}
