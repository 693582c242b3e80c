import type { JsonObject } from "../kernel/json";
import { idKey, sameId } from "../kernel/resourceId";

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

    all(): Application[] {
        return [...this.#applications.values()];
    }
}
