import { Argument, Option } from "commander";
import { FLEET_INPUT, type JsonInput } from "../../migration/jsonInput";
import { InvalidInputError } from "../../migration/report";
import type { CommandDefinition } from "../command";
import { addSubscription } from "../guid";
import { readJson } from "../input";

export const survey: CommandDefinition = {
    name: "survey",
    summary: "Lists which identities the clusters of a fleet use, what to migrate, and in which order.",
    examples: `Examples:
  az aks list | managed-identity-aks survey -
  az graph query --first 1000 -q "resources | where type =~ 'microsoft.containerservice/managedclusters'" > clusters.json
  managed-identity-aks survey clusters.json
  managed-identity-aks survey --live --format html > fleet.html`,
    checks: true,
    arguments: [
        new Argument(
            "[clusters...]",
            "output of `az aks list` or `az graph query`, each as a file; - reads standard input",
        ),
    ],
    options: [
        new Option(
            "--live",
            "reads all clusters that you have access to, their nodes and the expiry of secrets from Azure",
        ),
        new Option("--subscription <id...>", "with --live: reads only these subscriptions").argParser(addSubscription),
    ],
    formats: ["csv"],
    async run({ args, options, io }) {
        const subscriptions = (options.subscription as string[] | undefined) ?? [];
        const isLive = options.live === true;
        if (isLive === args.length > 0) {
            throw new InvalidInputError(
                "survey reads either files or Azure: pass files with lists of clusters, or pass --live.",
            );
        }
        if (subscriptions.length > 0 && !isLive) {
            throw new InvalidInputError(
                "--subscription requires --live. With files, the files decide which subscriptions are read.",
            );
        }
        const inputs: JsonInput[] = [];
        for (const file of args) {
            inputs.push(await readJson(file, FLEET_INPUT, io));
        }
        const { runSurvey } = require("./runSurvey") as typeof import("./runSurvey");
        return runSurvey(isLive ? { subscriptions } : { inputs }, io);
    },
};
