import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { LastApplied } from "../engine/lastApplied";
import { valuesAreMadeUp } from "../engine/mocks";
import type { RequiredRoleAssignment } from "../outputs";
import type { Assigner } from "./assign";
import { azCommand } from "./commands";

/**
 * Prints the Azure CLI's commands for the role assignments that a component leaves to others, as soon as their principals
 * are known: in a preview, or in an update before the cluster is created. Those that the last run printed are not printed
 * again.
 */
export function printSkipped(
    { name, creates, label, component }: Assigner,
    lists: pulumi.Output<RequiredRoleAssignment[]>[],
): void {
    if (creates || valuesAreMadeUp()) {
        return;
    }
    const record = new LastApplied<{ printed: string[] }>(`${name}-skipped`, component);
    for (const required of lists) {
        required.apply(async (all) => {
            const { printed = [] } = (await record.previous) ?? {};
            const added = all.map(azCommand).filter((command) => !printed.includes(digest(command)));
            if (added.length > 0) {
                const text = `${label} does not create its role assignments (roleAssignmentMode: "Skip").`;
                const commands = (await pulumi.isSecret(required))
                    ? "The commands that create them contain a secret: see the output roleAssignmentCommands."
                    : ["Create them with:", ...added.map((command) => `  ${command}`)].join("\n");
                await pulumi.log.info(`${text} ${commands}`, component);
            }
        });
    }
    // Digests of ids: a record holds no secret.
    const printed = pulumi.unsecret(pulumi.all(lists).apply((all) => all.flat().map(azCommand).map(digest)));
    record.save(printed.apply((digests) => ({ printed: digests })));
}

function digest(command: string): string {
    return createHash("sha256").update(command).digest("hex").slice(0, 16);
}
