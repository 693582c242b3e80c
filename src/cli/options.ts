import { Option } from "commander";
import type { FormatName } from "../migration/formats/format";
import { ACCEPTANCES_INPUT, readNamed } from "../migration/jsonInput";
import type { Report } from "../migration/report";
import type { CommandDefinition } from "./command";
import { FAIL_ON, type FailOn } from "./failOn";
import { readJson } from "./input";
import type { Io } from "./io";

/** The formats of every command, the default first. */
const PAGE_FORMATS: readonly FormatName[] = ["text", "markdown", "json", "html"];
/** Those of commands that check something. */
const CHECK_FORMATS: readonly FormatName[] = ["comment", "sarif", "junit"];

export interface SharedOptions {
    format: FormatName;
    failOn: FailOn;
    accept?: string | undefined;
    previous?: string | undefined;
}

/** The options that mean the same in every command that has them. */
export function sharedOptions({ formats = [], checks = false }: CommandDefinition): Option[] {
    return [
        new Option("--format <format>", "format of the result")
            .choices([...PAGE_FORMATS, ...(checks ? CHECK_FORMATS : []), ...formats])
            .default("text"),
        new Option("--fail-on <result>", "the lowest severity with an exit code other than 0")
            .choices(FAIL_ON)
            .default("follow-up"),
        ...(checks ? checkOptions() : []),
    ];
}

function checkOptions(): Option[] {
    return [
        new Option("--accept <file>", "accepted risks, as JSON: they do not change the exit code"),
        new Option(
            "--previous <report>",
            "a report of an earlier run (--format json): shows what is new and what is gone",
        ),
    ];
}

/** What the files of these options make of a report. They are read first: a wrong one ends the command before its work. */
export async function readSharedFiles(
    kind: string,
    { accept, previous }: Pick<SharedOptions, "accept" | "previous">,
    io: Pick<Io, "stdin" | "clock">,
): Promise<(report: Report) => Report> {
    const steps: ((report: Report) => Report)[] = [];
    if (accept !== undefined) {
        const { readAcceptances, withAcceptances } =
            require("../migration/checks/acceptances") as typeof import("../migration/checks/acceptances");
        const { name, value } = await readJson(accept, ACCEPTANCES_INPUT, io);
        const acceptances = readNamed(name, () => readAcceptances(value));
        steps.push((report) => withAcceptances(report, acceptances, io.clock.now()));
    }
    if (previous !== undefined) {
        const { readPrevious, withPrevious } =
            require("../migration/checks/previous") as typeof import("../migration/checks/previous");
        const { name, value } = await readJson(previous, "a report of an earlier run, from --format json", io);
        const before = readPrevious(kind, value, name);
        steps.push((report) => withPrevious(report, before));
    }
    return (report) => steps.reduce((each, step) => step(each), report);
}
