import * as pulumi from "@pulumi/pulumi";
import { valuesAreMadeUp } from "../engine/mocks";
import { previousRun } from "../engine/previousRun";
import type { RequiredRoleAssignment } from "../outputs";
import type { Assigner } from "./assign";
import { azCommand } from "./commands";

/**
 * Prints the Azure CLI's commands for the role assignments that a component leaves to others, as soon as their principals
 * are known: in a preview, or in an update before the cluster is created. Those that the last run printed are not printed
 * again.
 */
export function printSkipped(
    { creates, label, component }: Assigner,
    urns: Promise<string[]>,
    required: pulumi.Output<RequiredRoleAssignment[]>,
): void {
    if (creates || valuesAreMadeUp()) {
        return;
    }
    required.apply(async (all) => {
        const printed = await printedBefore(urns);
        const added = all.map(azCommand).filter((command) => !printed.includes(command));
        if (added.length > 0) {
            const text = `${label} leaves role assignments to others (roleAssignments: "Skip").`;
            const commands = (await pulumi.isSecret(required))
                ? "The commands that create them hold a secret: they are in the output roleAssignmentCommands."
                : ["They are created with:", ...added.map((command) => `  ${command}`)].join("\n");
            await pulumi.log.info(`${text} ${commands}`, component);
        }
    });
}

async function printedBefore(urns: Promise<string[]>): Promise<string[]> {
    const { state } = await previousRun();
    return (await urns).flatMap((urn) => {
        const commands: unknown = state?.get(urn)?.outputs.roleAssignmentCommands;
        return Array.isArray(commands) ? commands.map(String) : [];
    });
}
