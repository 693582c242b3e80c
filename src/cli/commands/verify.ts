import { Argument, InvalidArgumentError, Option } from "commander";
import type { CommandDefinition } from "../command";
import { GUID } from "../guid";
import { readJson } from "../input";

const OUTPUTS = "what `pulumi stack output --json` prints of a stack that has the outputs of a component";

export const verify: CommandDefinition = {
    name: "verify",
    summary:
        "Compares clusters as Azure has them with the outputs of their stack: identities, role assignments and pools.",
    examples: `Examples:
  pulumi stack output --json | managed-identity-aks verify -
  managed-identity-aks verify outputs.json --cluster /subscriptions/…/managedClusters/shop`,
    checks: true,
    arguments: [new Argument("<outputs>", "output of `pulumi stack output --json`, as a file; - reads standard input")],
    options: [
        new Option("--cluster <id>", "resource id of the cluster to verify; required if the outputs do not have it"),
        new Option(
            "--former-principal <id>",
            "object id of a service principal or an identity that the cluster used before; can be repeated",
        ).argParser((id: string, former: string[] = []) => [...former, objectId(id)]),
    ],
    async run({ args: [file = "-"], options, io }) {
        const input = await readJson(file, OUTPUTS, io);
        const { declaredClusters } =
            require("../../migration/verify/declared") as typeof import("../../migration/verify/declared");
        const { verifyReport } =
            require("../../migration/verify/verifyReport") as typeof import("../../migration/verify/verifyReport");
        const { verifyLive } = require("../azure/verifyLive") as typeof import("../azure/verifyLive");
        const { cluster, formerPrincipal = [] } = options as { cluster?: string; formerPrincipal?: string[] };
        const { clusters, others } = declaredClusters(input, cluster);
        const { arm } = await io.azure();
        const verified = [];
        for (const declared of clusters) {
            verified.push(await verifyLive(arm, declared, { formerPrincipals: formerPrincipal, now: io.clock.now() }));
        }
        return verifyReport({ clusters: verified, notVerified: others });
    },
};

function objectId(id: string): string {
    if (!GUID.test(id)) {
        throw new InvalidArgumentError(
            "Expected an object id, such as `az ad sp show --id <client id> --query id` prints it.",
        );
    }
    return id;
}
