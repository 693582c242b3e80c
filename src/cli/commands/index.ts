import type { CommandDefinition } from "../command";
import { adopt } from "./adopt";
import { finish } from "./finish";
import { grants } from "./grants";
import { map } from "./map";
import { plan } from "./plan";
import { survey } from "./survey";
import { verify } from "./verify";

/** All commands, in the order of `--help`. */
export const COMMANDS: readonly CommandDefinition[] = [plan, adopt, finish, verify, grants, map, survey];
