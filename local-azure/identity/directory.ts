import { randomUUID } from "node:crypto";
import { sameId } from "../arm/resourceId";
import type { Clock } from "../clock";

/** Somebody who can hold roles. */
export interface Principal {
    objectId: string;
    /** Application id; what a managed identity calls its client id. */
    clientId: string;
    type: "ServicePrincipal" | "User" | "Group";
    /** The resource whose identity this is: a user-assigned identity, or a cluster with a system-assigned one. */
    resourceId?: string;
    /** From when on look-ups find it, in milliseconds since the epoch. */
    visibleFrom: number;
}

/**
 * The tenant's directory. A new principal exists at once, and its resource can use it, but look-ups by object id find
 * it only after the replication delay: the cause of `PrincipalNotFound` (recording 16).
 */
export class Directory {
    readonly #principals = new Map<string, Principal>();

    constructor(
        private readonly clock: Clock,
        private readonly delaySeconds: number,
    ) {}

    /** The service principal of a new managed identity. */
    createFor(resourceId: string): Principal {
        return this.add({
            objectId: randomUUID(),
            clientId: randomUUID(),
            type: "ServicePrincipal",
            resourceId,
            visibleFrom: this.clock.now() + this.delaySeconds * 1000,
        });
    }

    /**
     * The service principal of an application made outside of local-azure, such as a legacy cluster's. Every client id
     * is taken to be one: application registrations are not modelled.
     */
    external(clientId: string): Principal {
        const known = this.all().find((principal) => principal.clientId === clientId);
        if (known) return known;
        return this.add({
            objectId: randomUUID(),
            clientId,
            type: "ServicePrincipal",
            visibleFrom: this.clock.now(),
        });
    }

    add(principal: Principal): Principal {
        this.#principals.set(principal.objectId.toLowerCase(), principal);
        return principal;
    }

    remove(objectId: string): void {
        this.#principals.delete(objectId.toLowerCase());
    }

    get(objectId: string): Principal | undefined {
        return this.#principals.get(objectId.toLowerCase());
    }

    /** As `get`, but as the authorization service sees it: not before the principal has been replicated. */
    lookUp(objectId: string): Principal | undefined {
        const principal = this.get(objectId);
        return principal && principal.visibleFrom <= this.clock.now() ? principal : undefined;
    }

    ofResource(resourceId: string): Principal | undefined {
        return this.all().find(
            (principal) => principal.resourceId && sameId(principal.resourceId, resourceId),
        );
    }

    all(): Principal[] {
        return [...this.#principals.values()];
    }
}
