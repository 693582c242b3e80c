import { Argument, InvalidArgumentError, Option } from "commander";
import { InvalidInputError } from "../../migration/report";
import type { CommandDefinition } from "../command";

export const finish: CommandDefinition = {
    name: "finish",
    summary: "Upgrades the node image of every pool whose nodes still use the identity from before a migration.",
    examples: `Examples:
  managed-identity-aks finish "$(az aks show -g shop -n shop --query id -o tsv)" --dry-run
  managed-identity-aks finish <cluster id> --pool batch --pool web
  managed-identity-aks finish --from survey.json --parallel 4`,
    arguments: [new Argument("[clusters...]", "resource ids of clusters")],
    options: [
        new Option("--from <survey>", "the clusters of a survey (--format json), in its order"),
        new Option("--dry-run", "shows what would be upgraded; changes nothing"),
        new Option("--pool <name>", "of one cluster: upgrades only this pool; can be repeated").argParser(addPool),
        new Option("--parallel <number>", "upgrades as many clusters at a time, one pool at a time in each")
            .argParser((text) => positive(text, Number.isInteger, "a whole number greater than 0"))
            .default(1),
        new Option("--no-wait", "ends when the upgrades have started; run the command again for the next pools"),
        new Option("--timeout <minutes>", "ends with a cluster after this time without any change")
            .argParser((text) => positive(text, () => true, "a number of minutes greater than 0"))
            .default(120),
    ],
    async run({ args, options: { dryRun, from, pool, parallel, timeout, wait }, io }) {
        const selected = pool as string[] | undefined;
        if ((from === undefined) === (args.length === 0)) {
            throw new InvalidInputError("finish takes either resource ids of clusters or, with --from, a survey.");
        }
        if (selected !== undefined && (from !== undefined || args.length > 1)) {
            throw new InvalidInputError("--pool is for one cluster: several clusters can have pools of one name.");
        }
        return (require("../finishClusters") as typeof import("../finishClusters")).finishClusters(
            from === undefined ? { ids: args } : { survey: String(from) },
            {
                dryRun: dryRun === true,
                parallel: Number(parallel),
                wait: wait === true,
                timeout: Number(timeout) * 60,
                ...(selected && { selected }),
            },
            io,
        );
    },
};

function addPool(name: string, names: string[] = []): string[] {
    return [...names, name];
}

function positive(text: string, fits: (value: number) => boolean, expected: string): number {
    const value = Number(text);
    if (!(value > 0 && fits(value))) {
        throw new InvalidArgumentError(`Expected ${expected}.`);
    }
    return value;
}
