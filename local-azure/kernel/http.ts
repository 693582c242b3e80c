import type { OperationFate } from "./operations";

/** The headers `If-Match` and `If-None-Match`, as sent. */
export interface Conditions {
    ifMatch?: string | undefined;
    ifNoneMatch?: string | undefined;
}

/** A request as it came in. */
export interface WebRequest {
    method: string;
    path: string;
    query: Record<string, string>;
    authorization?: string | undefined;
    conditions: Conditions;
    /** As sent. */
    content: string;
}

export interface Reply {
    status: number;
    body?: unknown;
    headers?: Record<string, string>;
    /** How long the answer takes, in the model's time. */
    seconds?: number;
}

/** What the log says about a request; the server that answers it fills in what it learns. */
export interface RequestRecord {
    method: string;
    /** Path without the query. */
    path: string;
    query: Record<string, string>;
    /** Object id of the caller, absent where no valid token was sent. */
    caller?: string;
    /** What the caller had to be allowed to do, as far as it was asked for: the first that is denied is the last. */
    required?: { action: string; scope: string }[];
    body?: unknown;
    /** Of the answer; 0 where the connection was reset instead. */
    status: number;
    /** Error code of the answer, if it was one. */
    errorCode?: string;
    /** Kind of the fault that struck the request, if one did. */
    fault?: string;
}

/** One of the servers behind the front: never rejects, but turns each of its errors into its own kind of answer. */
export interface Backend {
    serves(path: string): boolean;
    answer(request: WebRequest, record: RequestRecord, fate?: OperationFate): Promise<Reply>;
}
