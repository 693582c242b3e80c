import type { Clock } from "../kernel/clock";
import type { Pager } from "../kernel/paging";
import type { Applications } from "./applications";
import type { Directory } from "./directory";

/** A tenant with its directory: as much of the model as Microsoft Graph knows. */
export interface Tenant {
    readonly settings: { readonly tenantId: string };
    readonly clock: Clock;
    /** Known once the server listens; Graph lies on the same server. */
    readonly armEndpoint: string;
    readonly directory: Directory;
    readonly applications: Applications;
    readonly pager: Pager;
}

/** The tenant's initial domain. */
export const tenantDomain = "local-azure.onmicrosoft.com";
