import { Option } from "commander";
import type { CommandDefinition } from "../command";
import { CLUSTER_ARGUMENT, readClusterInput } from "./clusterInput";

export const grants: CommandDefinition = {
    name: "grants",
    summary: "Lists the role assignments that a cluster needs, each with its reason.",
    examples: `Examples:
  pulumi stack output --json | managed-identity-aks grants -
  managed-identity-aks grants arguments.json --commands > assign-roles.sh`,
    arguments: [CLUSTER_ARGUMENT],
    options: [new Option("--commands", "prints Azure CLI commands that create them, for a POSIX shell")],
    async run(call) {
        const input = await readClusterInput(call);
        const { grantsReport } =
            require("../../migration/grantsReport") as typeof import("../../migration/grantsReport");
        return grantsReport(input, call.options.commands === true);
    },
};
