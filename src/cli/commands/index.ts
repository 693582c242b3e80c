import type { CommandDefinition } from "../command";
import { grants } from "./grants";
import { map } from "./map";

/** All commands, in the order of `--help`. */
export const COMMANDS: readonly CommandDefinition[] = [grants, map];
