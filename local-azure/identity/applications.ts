import { createHash } from "node:crypto";
import type { JsonObject } from "../kernel/json";
import { idKey, sameId } from "../kernel/resourceId";
import { type AadError, expiredSecret, invalidSecret } from "./aadErrors";

/** An application registration. What it may do hangs on its service principal, which is a principal of the directory. */
export interface Application {
    objectId: string;
    appId: string;
    /** Everything settable, in Graph's names; `displayName` among it. */
    properties: JsonObject;
    passwords: Password[];
    /** Of passwords that were removed. */
    removedHashes: string[];
    /** Milliseconds since the epoch, in the model's time. */
    createdOn: number;
    visibleFrom: number;
}

/** A client secret without its text, which is told once, when it is made. */
export interface Password {
    keyId: string;
    /** By which a secret that somebody holds is known again. */
    hash: string;
    displayName: string | null;
    /** The first three characters, as Graph shows them. */
    hint: string;
    startsOn: number;
    endsOn: number;
}

export class Applications {
    readonly #applications = new Map<string, Application>();

    /** Adds it, or puts it in the place of the one with its object id. */
    add(application: Application): Application {
        this.#applications.set(idKey(application.objectId), application);
        return application;
    }

    remove({ objectId }: Application): void {
        this.#applications.delete(idKey(objectId));
    }

    get(objectId: string): Application | undefined {
        return this.#applications.get(idKey(objectId));
    }

    ofClient(appId: string): Application | undefined {
        return this.all().find((application) => sameId(application.appId, appId));
    }

    /**
     * Why a client secret signs nobody in, as Microsoft Entra ID says it. Undefined where it does, and for a secret that was
     * not made here: whether it is the application's, and until when, nobody here knows.
     */
    refusedSecret(appId: string, hash: string, now: number): AadError | undefined {
        const application = this.ofClient(appId);
        const password = application?.passwords.find((each) => each.hash === hash);
        if (password) return now < password.endsOn ? undefined : expiredSecret(appId);
        return application?.removedHashes.includes(hash) ? invalidSecret(appId) : undefined;
    }

    all(): Application[] {
        return [...this.#applications.values()];
    }
}

/** What is kept of a secret's text. */
export function secretHash(text: string): string {
    return createHash("sha256").update(text).digest("base64url");
}
