import type { CommandDefinition } from "../command";
import { CLUSTER_ARGUMENT, readClusterInput } from "./clusterInput";

export const map: CommandDefinition = {
    name: "map",
    summary: "Draws which identity of a cluster has which role on which scope.",
    examples: `Examples:
  pulumi stack output --json | managed-identity-aks map - --format markdown
  managed-identity-aks map arguments.json --format svg > identities.svg`,
    arguments: [CLUSTER_ARGUMENT],
    options: [],
    formats: ["svg"],
    async run(call) {
        const input = await readClusterInput(call);
        const { mapReport } = require("../../migration/mapReport") as typeof import("../../migration/mapReport");
        return mapReport(input);
    },
};
