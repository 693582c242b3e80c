import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MANY_RUNS } from "../engine/engine";
import { generator } from "../languages/tools";
import { type GeneratedPrograms, writePrograms } from "./generated";

/** Programs in all languages, written once for the tests of a file; `traced` is what they are made of. */
export function writtenPrograms<Traced extends GeneratedPrograms>(trace: () => Promise<Traced> | Traced) {
    const written = { folder: "" } as { folder: string; traced: Traced };
    beforeAll(async () => {
        written.folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-programs-"));
        if (generator !== undefined) {
            written.traced = await trace();
            await writePrograms(generator, written.folder, written.traced);
        }
    }, MANY_RUNS);
    afterAll(() => rm(written.folder, { recursive: true, force: true }));
    return written;
}
