import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of this project's in the user's cache, where what takes minutes to make outlives a checkout. */
export function cacheFolder(name: string): string {
    return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "managed-identity-aks", name);
}
