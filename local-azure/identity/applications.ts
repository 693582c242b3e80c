import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { JsonObject } from "../kernel/json";
import { idKey } from "../kernel/resourceId";

/** An application registration. What it may do hangs on its service principal, which is a principal of the directory. */
export interface Application {
    objectId: string;
    appId: string;
    /** Everything settable, in Graph's names; `displayName` among it. */
    properties: JsonObject;
    passwords: Password[];
    federatedCredentials: FederatedCredential[];
    /** Object ids. */
    owners: string[];
    /** Milliseconds since the epoch, in the model's time. */
    createdOn: number;
    visibleFrom: number;
}

/** A client secret: its text is told once, when it is made, and only a hash of it stays. */
export interface Password {
    keyId: string;
    displayName: string | null;
    /** The first three characters, as Graph shows them. */
    hint: string;
    salt: string;
    hash: string;
    startsOn: number;
    endsOn: number;
}

/** Whose tokens stand in for a client secret. */
export interface FederatedCredential {
    id: string;
    name: string;
    issuer: string;
    subject: string;
    audiences: string[];
    description: string | null;
}

export class Applications {
    readonly #applications = new Map<string, Application>();
    readonly #byAppId = new Map<string, Application>();

    /** Adds it, or puts it in the place of the one with its object id. */
    add(application: Application): Application {
        this.#applications.set(idKey(application.objectId), application);
        this.#byAppId.set(idKey(application.appId), application);
        return application;
    }

    remove({ objectId, appId }: Application): void {
        this.#applications.delete(idKey(objectId));
        this.#byAppId.delete(idKey(appId));
    }

    get(objectId: string): Application | undefined {
        return this.#applications.get(idKey(objectId));
    }

    ofClient(appId: string): Application | undefined {
        return this.#byAppId.get(idKey(appId));
    }

    all(): Application[] {
        return [...this.#applications.values()];
    }
}

/** A secret's text, and what is kept of it. It is long and random, so that one round of a fast hash is enough. */
export function newSecret(): { text: string } & Pick<Password, "hint" | "salt" | "hash"> {
    const text = `${randomBytes(3).toString("hex").slice(0, 3)}8Q~${randomBytes(25).toString("base64url")}`;
    const salt = randomBytes(16).toString("hex");
    return { text, hint: text.slice(0, 3), salt, hash: hashed(salt, text) };
}

export function isSecretOf({ salt, hash }: Password, text: string): boolean {
    return timingSafeEqual(Buffer.from(hash, "hex"), Buffer.from(hashed(salt, text), "hex"));
}

function hashed(salt: string, text: string): string {
    return createHash("sha256").update(salt).update(text).digest("hex");
}
