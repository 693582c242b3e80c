import type { Argument, Option } from "commander";
import type { FormatName } from "../migration/formats/format";
import type { Report } from "../migration/report";
import type { Io } from "./io";

/** One command, without what it takes to run it: that is loaded by `run`. */
export interface CommandDefinition {
    name: string;
    /** What the command does, as the end of "The command …". */
    summary: string;
    /** What follows the options in `--help`. */
    examples: string;
    arguments: Argument[];
    options: Option[];
    /** Whether its reports have checks. */
    checks?: boolean;
    /** Formats in addition to those of every command. */
    formats?: FormatName[];
    run(call: Call): Promise<Report>;
}

/** How a command was called. */
export interface Call {
    args: string[];
    options: Record<string, unknown>;
    io: Io;
}
