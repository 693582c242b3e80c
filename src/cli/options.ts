import { Option } from "commander";
import type { FormatName } from "../migration/formats/format";
import type { CommandDefinition } from "./command";
import { FAIL_ON } from "./failOn";

/** The formats of every command, the default first. */
const PAGE_FORMATS: readonly FormatName[] = ["text", "markdown", "json", "html"];
/** Those of commands that check something. */
const CHECK_FORMATS: readonly FormatName[] = ["comment", "sarif", "junit"];

/** The options that mean the same in every command that has them. */
export function sharedOptions({ formats = [], checks = false }: CommandDefinition): Option[] {
    return [
        new Option("--format <format>", "format of the result")
            .choices([...PAGE_FORMATS, ...(checks ? CHECK_FORMATS : []), ...formats])
            .default("text"),
        new Option("--fail-on <result>", "the lowest severity with an exit code other than 0")
            .choices(FAIL_ON)
            .default("follow-up"),
    ];
}
