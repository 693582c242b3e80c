import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Application } from "../identity/applications";
import type { Principal } from "../identity/directory";
import { messageOf } from "../kernel/errors";
import { isObject } from "../kernel/json";
import type { Operation } from "../kernel/operations";
import type { Entry } from "../kernel/resourceStore";
import type { Azure } from "../services/azure";

/** Goes up with every change to what is written, so that an older or newer local-azure does not misread it. */
const format = 7;

/** The subscription and its directory on disk, so that a stopped local-azure can go on where it was. No secret is in it. */
interface SavedState {
    format: typeof format;
    subscriptionId: string;
    tenantId: string;
    entries: Entry[];
    principals: Principal[];
    lastTokens: [objectId: string, until: number][];
    applications: Application[];
    operations: Operation[];
}

export class StateFile {
    #saved = "";

    constructor(
        private readonly path: string,
        private readonly azure: Azure,
    ) {}

    /** Takes over what an earlier run left; refuses another version's or subscription's state rather than guess. */
    load(): void {
        if (!existsSync(this.path)) return;
        const state = this.#readable(this.#tried("read", () => readFileSync(this.path, "utf8")));
        const { settings } = this.azure;
        for (const key of ["subscriptionId", "tenantId"] as const) {
            if (state[key] === settings[key]) continue;
            throw new Error(
                `The state file ${this.path} was written for ${key} '${state[key]}', but this local-azure has ` +
                    `'${settings[key]}'. Remove the file, or start local-azure with the ${key} it was written for.`,
            );
        }
        for (const entry of state.entries) this.azure.store.put(entry);
        for (const principal of state.principals) this.azure.directory.add(principal);
        this.azure.directory.restoreLastTokens(state.lastTokens);
        for (const application of state.applications) this.azure.applications.add(application);
        this.azure.operations.restore(state.operations);
    }

    #readable(text: string): SavedState {
        const state = parsed(text);
        if (!isObject(state) || typeof state.format !== "number") {
            throw new Error(`The file ${this.path} is no state file of local-azure. Give another one, or remove it.`);
        }
        if (state.format !== format) {
            throw new Error(
                `The state file ${this.path} has format ${state.format}, but this version of local-azure reads and ` +
                    `writes format ${format}. Use the version that wrote it, or remove the file and start anew.`,
            );
        }
        return state as unknown as SavedState;
    }

    /** Writes if anything has changed since the last time; beside the file first, so that it is never half written. */
    save(): void {
        const { store, directory, applications, operations, settings } = this.azure;
        const state: SavedState = {
            format,
            subscriptionId: settings.subscriptionId,
            tenantId: settings.tenantId,
            entries: store.all(),
            principals: directory.all(),
            lastTokens: directory.lastTokens(),
            applications: applications.all(),
            operations: operations.all(),
        };
        const text = JSON.stringify(state);
        if (text === this.#saved) return;
        const beside = `${this.path}.new`;
        this.#tried("written", () => {
            writeFileSync(beside, text, { mode: 0o600 });
            renameSync(beside, this.path);
        });
        this.#saved = text;
    }

    #tried<T>(what: "read" | "written", act: () => T): T {
        try {
            return act();
        } catch (error) {
            const why = messageOf(error);
            throw new Error(
                `The state file ${this.path} cannot be ${what}: ${why}. Give a file that can be read and written, in an ` +
                    "existing folder.",
            );
        }
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
