import { Argument, InvalidArgumentError, Option } from "commander";
import type { CommandDefinition } from "../command";

export const finish: CommandDefinition = {
    name: "finish",
    summary: "Upgrades the node image of every pool whose nodes still use the identity from before a migration.",
    examples: `Examples:
  managed-identity-aks finish "$(az aks show -g shop -n shop --query id -o tsv)" --dry-run
  managed-identity-aks finish <cluster id> --pool batch --pool web`,
    arguments: [new Argument("<cluster>", "resource id of the cluster")],
    options: [
        new Option("--dry-run", "shows what would be upgraded; changes nothing"),
        new Option("--pool <name>", "upgrades only this pool; can be repeated").argParser(addPool),
        new Option("--timeout <minutes>", "ends the command after this time without any change")
            .argParser(readMinutes)
            .default(120),
    ],
    async run({ args: [cluster = ""], options: { dryRun, pool, timeout }, io }) {
        const selected = pool as string[] | undefined;
        return (require("../finishCluster") as typeof import("../finishCluster")).finishCluster(
            cluster,
            { dryRun: dryRun === true, timeout: Number(timeout) * 60, ...(selected && { selected }) },
            io,
        );
    },
};

function addPool(name: string, names: string[] = []): string[] {
    return [...names, name];
}

function readMinutes(text: string): number {
    const minutes = Number(text);
    if (!(minutes > 0)) {
        throw new InvalidArgumentError("Expected a number of minutes greater than 0.");
    }
    return minutes;
}
