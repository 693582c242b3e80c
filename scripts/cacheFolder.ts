import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of this project's in the user's cache, where what takes minutes to make outlives a checkout. */
export function cacheFolder(name: string): string {
    return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "managed-identity-aks", name);
}

/** Filled beside its place and moved there when whole, so that an interrupted run leaves no half. */
export async function intoPlace(root: string, fill: (draft: string) => Promise<void>): Promise<void> {
    const draft = `${root}.${process.pid}`;
    await rm(root, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    try {
        await fill(draft);
        await rename(draft, root).catch((error: unknown) => {
            // Another run was faster: what it made is as good.
            if (!existsSync(root)) throw error;
        });
    } finally {
        await rm(draft, { recursive: true, force: true });
    }
}
