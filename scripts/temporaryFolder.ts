import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls `use` with a new, empty folder; whatever happens, nothing of it is left behind. */
export async function withTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-"));
    try {
        return await use(folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
