import type { Preview } from "../../migration/preview/preview";
import { readPreview } from "../../migration/preview/readPreview";
import { readStackExport, type StackExport } from "../../migration/preview/stackExport";
import { FailureError, InvalidInputError } from "../../migration/report";
import { readStream } from "../input";
import type { Io } from "../io";
import { showProgress } from "../progress";
import { type PulumiRun, runPulumi } from "../pulumi";

/** Which stack is previewed, and how. */
export interface PreviewCall {
    /** Name of the stack; default: the current stack. */
    stack?: string;
    /** Folder of the program; default: the current folder. */
    cwd?: string;
    /** Further options of `pulumi preview`. */
    pulumiOptions: readonly string[];
}

/**
 * Runs `pulumi preview` and reads its output. A failed preview is read, too, if its output contains the reason.
 *
 * @throws FailureError if it fails without any.
 */
export async function runPreview({ pulumiOptions, ...place }: PreviewCall, io: Io): Promise<Preview> {
    const args = ["preview", "--json", "--show-sames", ...placeOptions(place), ...pulumiOptions];
    const run = await runShown("pulumi preview", args, io);
    const preview = run.succeeded ? readPreview(run.stdout) : previewOfFailure(run);
    // The output of a failed preview may lack steps.
    return { ...preview, complete: preview.complete && run.succeeded };
}

/** Runs `pulumi stack export` and reads its output; secrets in it are encrypted. */
export async function runStackExport(place: Pick<PreviewCall, "stack" | "cwd">, io: Io): Promise<StackExport> {
    const run = await runShown("pulumi stack export", ["stack", "export", ...placeOptions(place)], io);
    if (!run.succeeded) {
        throw failureOf("pulumi stack export", run);
    }
    return readStackExport(run.stdout);
}

function placeOptions({ stack, cwd }: Pick<PreviewCall, "stack" | "cwd">): string[] {
    return [...(stack === undefined ? [] : [`--stack=${stack}`]), ...(cwd === undefined ? [] : [`--cwd=${cwd}`])];
}

/** If the program cannot be started at all, the CLI prints an empty document or the end of a stream. */
function previewOfFailure(run: PulumiRun): Preview {
    try {
        const preview = readPreview(run.stdout);
        if (preview.steps.length + preview.diagnostics.length > 0) {
            return preview;
        }
    } catch (error) {
        if (!(error instanceof InvalidInputError)) {
            throw error;
        }
    }
    throw failureOf("pulumi preview", run);
}

function failureOf(command: string, { errors }: PulumiRun): FailureError {
    return new FailureError(`${command} failed${errors === "" ? " and does not say why." : `:\n${errors}`}`);
}

/** Runs it. On a terminal a line shows the progress. */
export async function runShown(command: string, args: readonly string[], io: Io): Promise<PulumiRun> {
    const started = performance.now();
    let steps = 0;
    const progress = () => {
        const seconds = Math.floor((performance.now() - started) / 1000);
        return `${command}: ${seconds} s${steps === 0 ? "" : `, step ${steps}`}`;
    };
    const stop = io.stderr.isTTY ? showProgress(io.stderr, progress) : () => undefined;
    try {
        return await runPulumi(args, io, (stdout) =>
            readStream(
                command,
                stepsCounted(stdout, () => steps++),
                `what \`${command}\` prints`,
            ),
        );
    } finally {
        stop();
    }
}

/** Of a stream of engine events, this starts each step; text that holds it has its quotes escaped. */
const STEP = Buffer.from(',"resourcePreEvent":{');

/** Passes a stream on and tells of each step in it. */
async function* stepsCounted(stdout: AsyncIterable<Uint8Array>, found: () => void): AsyncIterable<Uint8Array> {
    let rest = Buffer.alloc(0);
    for await (const chunk of stdout) {
        yield chunk;
        const bytes = Buffer.concat([rest, chunk]);
        for (let at = bytes.indexOf(STEP); at >= 0; at = bytes.indexOf(STEP, at + 1)) {
            found();
        }
        // One that is cut in two is found with the next part.
        rest = bytes.subarray(-(STEP.length - 1));
    }
}
