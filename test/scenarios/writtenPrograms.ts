import { MANY_RUNS } from "../engine/engine";
import { generator } from "../languages/tools";
import { temporaryFolder } from "../temporaryFolder";
import { type GeneratedPrograms, writePrograms } from "./generated";

/** Programs in all languages, written once for the tests of a file; `traced` is what they are made of. */
export function writtenPrograms<Traced extends GeneratedPrograms>(trace: () => Promise<Traced> | Traced) {
    const written = temporaryFolder() as { path: string; traced: Traced };
    beforeAll(async () => {
        if (generator !== undefined) {
            written.traced = await trace();
            await writePrograms(generator, written.path, written.traced);
        }
    }, MANY_RUNS);
    return written;
}
