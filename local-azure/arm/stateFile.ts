import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Principal } from "../identity/directory";
import type { Azure } from "./azure";
import type { Operation } from "./operations";
import type { Entry } from "./resourceStore";

/** The subscription on disk, so that a stopped local-azure can go on where it was. No secret is in it: none is kept. */
interface SavedState {
    format: 1;
    subscriptionId: string;
    entries: Entry[];
    principals: Principal[];
    operations: Operation[];
}

export class StateFile {
    #saved = "";

    constructor(
        private readonly path: string,
        private readonly azure: Azure,
    ) {}

    /** Takes over what an earlier run left; refuses another subscription's state rather than mixing the two. */
    load(): void {
        if (!existsSync(this.path)) return;
        const state = JSON.parse(readFileSync(this.path, "utf8")) as SavedState;
        if (state.format !== 1 || state.subscriptionId !== this.azure.settings.subscriptionId) {
            throw new Error(
                `The state file ${this.path} is not one of subscription ${this.azure.settings.subscriptionId}. ` +
                    "Remove it, or start local-azure with the subscription it was written for.",
            );
        }
        for (const entry of state.entries) this.azure.store.put(entry);
        for (const principal of state.principals) this.azure.directory.add(principal);
        this.azure.operations.restore(state.operations);
    }

    /** Writes if anything has changed since the last time; beside the file first, so that it is never half written. */
    save(): void {
        const { store, directory, operations, settings } = this.azure;
        const state: SavedState = {
            format: 1,
            subscriptionId: settings.subscriptionId,
            entries: store.all(),
            principals: directory.all(),
            operations: operations.all(),
        };
        const text = JSON.stringify(state);
        if (text === this.#saved) return;
        const beside = `${this.path}.new`;
        writeFileSync(beside, text, { mode: 0o600 });
        renameSync(beside, this.path);
        this.#saved = text;
    }
}
