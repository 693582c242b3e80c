/** An API of Azure, signed in. Its functions throw `AzureError`. */
export interface AzureApi {
    /** `path` starts with a slash; `query` has the `api-version`, where the API has one. */
    get(path: string, query?: Query): Promise<unknown>;
    /** All entries of a list, which may have many pages. */
    list(path: string, query?: Query): Promise<object[]>;
    post(path: string, query: Query, body?: object): Promise<Posted>;
}

export type Query = Readonly<Record<string, string>>;

/** An answer to a POST. */
export interface Posted {
    status: number;
    body: unknown;
    /** Where to read the state of the operation that the request has started; absent if it has started none. */
    operation?: string;
}

/** Azure, as the live commands use it. */
export interface Azure {
    /** Azure Resource Manager. */
    arm: AzureApi;
    /** Microsoft Graph; `path` is below the version. */
    graph: AzureApi;
}

/** A text in a `$filter` (https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html). */
export function filterText(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
}

/** The same API, whose lists are read once each. */
export function remembering(api: AzureApi): AzureApi {
    const lists = new Map<string, Promise<object[]>>();
    return {
        ...api,
        list: (path, query) => {
            const key = JSON.stringify([path, query]);
            const read = lists.get(key) ?? api.list(path, query);
            lists.set(key, read);
            return read;
        },
    };
}

/** Azure has refused a request, or did not answer it. */
export class AzureError extends Error {
    override name = "AzureError";

    constructor(
        /** What was requested: method and path. */
        readonly request: string,
        /** HTTP status; absent where no answer came. */
        readonly status: number | undefined,
        /** Azure's code, such as `AuthorizationFailed`. */
        readonly code: string,
        /** Azure's message. */
        readonly detail: string,
    ) {
        super(`${request}: ${[status, code].filter(Boolean).join(" ")}: ${detail.replace(/\s+/g, " ")}`);
    }
}
