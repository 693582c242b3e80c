import { Argument } from "commander";
import { CLUSTER_INPUT, type JsonInput } from "../../migration/jsonInput";
import type { Call } from "../command";
import { readJson } from "../input";

/** The argument of commands that look at one cluster. */
export const CLUSTER_ARGUMENT = new Argument(
    "<input>",
    "a cluster, its arguments or the outputs of a stack, as a JSON file; - reads standard input",
);

export function readClusterInput({ args: [file = "-"], io }: Call): Promise<JsonInput> {
    return readJson(file, CLUSTER_INPUT, io);
}
