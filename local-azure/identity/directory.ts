import { randomUUID } from "node:crypto";
import type { Clock } from "../kernel/clock";
import type { JsonObject } from "../kernel/json";
import { idKey } from "../kernel/resourceId";
import { entryOf } from "../kernel/resourceStore";

/** Somebody who can hold roles. */
export interface Principal {
    objectId: string;
    /** Application id; what a managed identity calls its client id. Of groups and users "". */
    clientId: string;
    type: "ServicePrincipal" | "User" | "Group";
    /** As Graph shows it; absent: what a managed identity is named after, or its client id. */
    displayName?: string;
    /** The resource whose identity this is: a user-assigned identity, or a cluster with a system-assigned one. */
    resourceId?: string;
    /** Of a group: object ids. */
    members?: string[];
    /** From when on its members have its roles, in milliseconds since the epoch. */
    membersFrom?: number;
    /** What Graph lets be set on it, in Graph's names. */
    properties?: JsonObject;
    /** From when on look-ups find it, in milliseconds since the epoch. */
    visibleFrom: number;
}

/**
 * The tenant's directory. A new principal exists at once, and its resource can use it, but look-ups by object id find
 * it only after the replication delay: the cause of `PrincipalNotFound` (recording 16).
 */
export class Directory {
    readonly #principals = new Map<string, Principal>();
    readonly #byClientId = new Map<string, Principal>();
    readonly #byResource = new Map<string, Principal>();
    /** Of principals that are gone: until when a token is taken that they were given, in milliseconds since the epoch. */
    readonly #lastTokens = new Map<string, number>();
    /** Member to the groups it is directly in. */
    readonly #groups = new Map<string, Set<string>>();

    constructor(
        private readonly clock: Clock,
        private readonly delaySeconds: number,
        private readonly membershipDelaySeconds = 0,
    ) {}

    /** The service principal of a new managed identity. */
    createFor(resourceId: string): Principal {
        return this.create({ clientId: randomUUID(), type: "ServicePrincipal", resourceId });
    }

    /** A new principal, which look-ups find once it has been replicated. */
    create(principal: Omit<Principal, "objectId" | "visibleFrom">): Principal {
        const membersFrom = principal.members && this.clock.now() + this.membershipDelaySeconds * 1000;
        return this.add({
            ...principal,
            objectId: randomUUID(),
            visibleFrom: this.replicatedFrom(),
            ...(membersFrom !== undefined && { membersFrom }),
        });
    }

    /** From when on what is written to the directory now is found. */
    replicatedFrom(): number {
        return this.clock.now() + this.delaySeconds * 1000;
    }

    /** The service principal of an application made outside of local-azure, such as a legacy cluster's. */
    external(clientId: string): Principal {
        const known = this.ofClient(clientId);
        if (known) return known;
        return this.add({
            objectId: randomUUID(),
            clientId,
            type: "ServicePrincipal",
            visibleFrom: this.clock.now(),
        });
    }

    /** Adds it, or puts it in the place of the one with its object id. */
    add(principal: Principal): Principal {
        this.remove(principal.objectId);
        const key = idKey(principal.objectId);
        this.#principals.set(key, principal);
        if (principal.clientId) this.#byClientId.set(idKey(principal.clientId), principal);
        if (principal.resourceId) this.#byResource.set(idKey(principal.resourceId), principal);
        for (const member of principal.members ?? []) {
            entryOf(this.#groups, idKey(member), () => new Set()).add(key);
        }
        return principal;
    }

    /** From then on it has no rights, whatever roles it still holds, unless it goes on with a token (`actsUntil`). */
    remove(objectId: string, actsUntil?: number): void {
        const principal = this.get(objectId);
        if (!principal) return;
        if (actsUntil !== undefined) this.#lastTokens.set(idKey(objectId), actsUntil);
        this.#principals.delete(idKey(objectId));
        drop(this.#byClientId, idKey(principal.clientId), principal);
        drop(this.#byResource, idKey(principal.resourceId ?? ""), principal);
        for (const member of principal.members ?? []) {
            this.#groups.get(idKey(member))?.delete(idKey(objectId));
        }
    }

    get(objectId: string): Principal | undefined {
        return this.#principals.get(idKey(objectId));
    }

    /** Whether its roles count: ARM asks for them by a token, which nobody gets who is not there. */
    canAct(objectId: string): boolean {
        return this.get(objectId) !== undefined || this.clock.now() < (this.#lastTokens.get(idKey(objectId)) ?? 0);
    }

    /** As `get`, but as the authorization service sees it: not before the principal has been replicated. */
    lookUp(objectId: string): Principal | undefined {
        const principal = this.get(objectId);
        return principal && this.isVisible(principal) ? principal : undefined;
    }

    isVisible({ visibleFrom }: { visibleFrom: number }): boolean {
        return visibleFrom <= this.clock.now();
    }

    ofClient(clientId: string): Principal | undefined {
        return this.#byClientId.get(idKey(clientId));
    }

    ofResource(resourceId: string): Principal | undefined {
        return this.#byResource.get(idKey(resourceId));
    }

    /** Object ids of the groups whose roles a principal has by now, through other groups as well. */
    groupsOf(objectId: string): string[] {
        const found = new Set<string>();
        const follow = (member: string) => {
            for (const group of this.#groups.get(member) ?? []) {
                if (found.has(group) || (this.get(group)?.membersFrom ?? 0) > this.clock.now()) continue;
                found.add(group);
                follow(group);
            }
        };
        follow(idKey(objectId));
        return [...found];
    }

    lastTokens(): [objectId: string, until: number][] {
        return [...this.#lastTokens];
    }

    restoreLastTokens(tokens: [objectId: string, until: number][]): void {
        for (const [objectId, until] of tokens) this.#lastTokens.set(objectId, until);
    }

    all(): Principal[] {
        return [...this.#principals.values()];
    }
}

function drop(map: Map<string, Principal>, key: string, principal: Principal): void {
    if (map.get(key) === principal) map.delete(key);
}
