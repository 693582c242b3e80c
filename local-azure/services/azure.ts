import type { LocalAzureOptions } from "../contract";
import { AccessControl } from "../identity/access";
import { Applications } from "../identity/applications";
import type { DenyAssignment } from "../identity/denyAssignments";
import { Directory } from "../identity/directory";
import { RoleDefinitions } from "../identity/roleDefinitions";
import type { Tenant } from "../identity/tenant";
import type { Clock } from "../kernel/clock";
import type { Durations } from "../kernel/durations";
import { type Operation, Operations } from "../kernel/operations";
import { Pager } from "../kernel/paging";
import { type Entry, ResourceStore } from "../kernel/resourceStore";

type Kept = "subscriptionId" | "tenantId" | "loose" | "patchedIdentity" | "nodesOnSwitch";

export interface AzureSettings extends Required<Pick<LocalAzureOptions, Kept>> {
    /** `subscriptionId` and others beside it, all of one tenant. */
    subscriptionIds: readonly string[];
    durations: Durations;
    /** Absent: lists come whole. */
    pageSize?: number;
}

/** As much of a resource provider as the subscription itself asks for. */
export interface ResourceProvider {
    namespace: string;
    routes: readonly { type: string }[];
    /** What it forbids at a scope, whoever holds which role there. */
    denyAssignmentAt?: (azure: Azure, scope: string) => DenyAssignment | undefined;
    /** By type: what else goes when a resource of that type is removed. */
    removed?: Record<string, (azure: Azure, entry: Entry) => void>;
    /** By effect: what the end of a long-running operation changes. */
    finished?: Record<string, (azure: Azure, operation: Operation) => void>;
    /** By effect: what is left behind where the operation fails instead; absent: all as it was. */
    failed?: Record<string, (azure: Azure, operation: Operation) => void>;
}

/** The subscription: everything that exists, and the rules that hold for all services. Knows no HTTP. */
export class Azure implements Tenant {
    /** Known once the server listens; ids in response headers begin with it. */
    armEndpoint = "";
    readonly store = new ResourceStore();
    readonly directory: Directory;
    readonly applications = new Applications();
    readonly roles: RoleDefinitions;
    readonly access: AccessControl;
    readonly operations: Operations;
    readonly pager: Pager;

    constructor(
        readonly settings: AzureSettings,
        readonly clock: Clock,
        readonly services: readonly ResourceProvider[],
    ) {
        this.directory = new Directory(clock, settings.durations.directoryDelay, settings.durations.propagationDelay);
        this.pager = new Pager(settings.pageSize);
        this.roles = new RoleDefinitions(this.store);
        this.access = new AccessControl(this.store, this.roles, this.directory, clock, (scope) =>
            this.#denyAssignmentAt(scope),
        );
        this.operations = new Operations(
            clock,
            (effect, failed) => (operation) => this.#finish(effect, failed, operation),
        );
    }

    /** Removes a resource with all below it, children and role assignments, innermost first. */
    remove(id: string): void {
        for (const entry of this.store.within(id).sort((one, other) => other.id.length - one.id.length)) {
            this.operations.abandon(entry.id);
            this.store.delete(entry.id);
            for (const service of this.services) {
                for (const [type, removed] of Object.entries(service.removed ?? {})) {
                    if (type.toLowerCase() === entry.type.toLowerCase()) removed(this, entry);
                }
            }
        }
    }

    #denyAssignmentAt(scope: string): DenyAssignment | undefined {
        for (const { denyAssignmentAt } of this.services) {
            const found = denyAssignmentAt?.(this, scope);
            if (found) return found;
        }
        return undefined;
    }

    #finish(effect: string, failed: boolean, operation: Operation): void {
        for (const { finished, failed: afterFailure } of this.services) {
            (failed ? afterFailure : finished)?.[effect]?.(this, operation);
        }
    }
}
