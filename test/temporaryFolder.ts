import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for the tests of a file, or of a `describe`, which is there while they run. */
export function temporaryFolder(): { path: string } {
    const folder = { path: "" };
    beforeAll(() => {
        folder.path = mkdtempSync(join(tmpdir(), "managed-identity-aks-"));
    });
    afterAll(() => rmSync(folder.path, { recursive: true, force: true }));
    return folder;
}
