import type { JsonObject } from "../kernel/json";
import { idKey } from "../kernel/resourceId";

/** An application registration. What it may do hangs on its service principal, which is a principal of the directory. */
export interface Application {
    objectId: string;
    appId: string;
    /** Everything settable, in Graph's names; `displayName` among it. */
    properties: JsonObject;
    passwords: Password[];
    /** Milliseconds since the epoch, in the model's time. */
    createdOn: number;
    visibleFrom: number;
}

/** A client secret without its text, which is told once, when it is made. */
export interface Password {
    keyId: string;
    displayName: string | null;
    /** The first three characters, as Graph shows them. */
    hint: string;
    startsOn: number;
    endsOn: number;
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
