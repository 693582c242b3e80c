import { Command, CommanderError } from "commander";
import { visibleLines } from "../migration/formats/visible";
import { ExitCode, FailureError, InvalidInputError } from "../migration/report";
import { AzureError } from "./azure/azureClient";
import type { CommandDefinition } from "./command";
import { COMMANDS } from "./commands";
import { processExitCode } from "./failOn";
import type { Io } from "./io";
import { readSharedFiles, type SharedOptions, sharedOptions } from "./options";
import { packageVersion } from "./packageVersion";
import { viewOf } from "./view";

const NAME = "managed-identity-aks";

/** Runs the command line `argv`, without the name of the program; returns the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
    let exitCode: ExitCode = ExitCode.Ok;
    const program = programOf(io, (result) => {
        exitCode = result;
    });
    try {
        await program.parseAsync(argv, { from: "user" });
        return exitCode;
    } catch (error) {
        return failed(error, io);
    }
}

function programOf(io: Io, ends: (result: ExitCode) => void): Command {
    const program = new Command(NAME)
        .description("Reports on AKS clusters, their identities and the role assignments that these need.")
        .version(packageVersion())
        .exitOverride()
        .configureOutput({
            writeOut: (text) => io.stdout.write(text),
            // It repeats the user's input.
            writeErr: (text) => io.stderr.write(visibleLines(text)),
        });
    for (const definition of COMMANDS) {
        addCommand(program, definition, io, ends);
    }
    return program;
}

function addCommand(program: Command, definition: CommandDefinition, io: Io, ends: (result: ExitCode) => void): void {
    const command = program
        .command(definition.name)
        .description(definition.summary)
        .addHelpText("after", `\n${definition.examples}`);
    for (const argument of definition.arguments) {
        command.addArgument(argument);
    }
    for (const option of [...sharedOptions(definition), ...definition.options]) {
        command.addOption(option);
    }
    command.action(async () => {
        const { format, failOn, accept, previous, ...options } = command.opts<SharedOptions>();
        const judged = await readSharedFiles(definition.name, { accept, previous }, io);
        const report = judged(await definition.run({ args: command.args, options, io }));
        const { FORMATS } = require("../migration/formats") as typeof import("../migration/formats");
        io.stdout.write(await FORMATS[format](report, viewOf(io, packageVersion(), failOn)));
        ends(processExitCode(report.exitCode, failOn));
    });
}

/** Errors whose messages are for the user as they are, with the code that each ends with. */
const TOLD = [
    [InvalidInputError, ExitCode.InvalidInput],
    [FailureError, ExitCode.Failure],
    [AzureError, ExitCode.Incomplete],
] as const;

/** Says what went wrong, without a stack unless DEBUG is set. */
function failed(error: unknown, io: Io): ExitCode {
    if (error instanceof CommanderError) {
        // Commander has printed it.
        return error.exitCode === 0 ? ExitCode.Ok : ExitCode.InvalidInput;
    }
    const told = TOLD.find(([kind]) => error instanceof kind);
    if (told !== undefined) {
        io.stderr.write(`${NAME}: ${visibleLines((error as Error).message)}\n`);
        return told[1];
    }
    const { message = String(error), stack = "" } = error instanceof Error ? error : {};
    io.stderr.write(`${NAME}: ${visibleLines(message).replaceAll("\n", " ")}\n`);
    if (io.env.DEBUG) {
        io.stderr.write(`${visibleLines(stack)}\n`);
    }
    return ExitCode.Failure;
}
