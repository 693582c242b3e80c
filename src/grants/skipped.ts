import * as pulumi from "@pulumi/pulumi";
import { valuesAreMadeUp } from "../engine/mocks";
import { stateOfPreviousRun } from "../engine/previousRun";
import type { RequiredRoleAssignment } from "../outputs";
import type { Assigner } from "./assign";
import { azCommand } from "./commands";

/**
 * Prints the Azure CLI's commands for the role assignments that a component leaves to others, as soon as their principals
 * are known: in a preview, or in an update before the cluster is created. Those that the last run has told are not told
 * again.
 */
export function printSkipped(
    { make, label, component }: Assigner,
    urns: Promise<string[]>,
    required: pulumi.Output<RequiredRoleAssignment[]>,
): void {
    if (make || valuesAreMadeUp()) {
        return;
    }
    required.apply(async (all) => {
        const told = await toldBefore(urns);
        const fresh = all.map(azCommand).filter((command) => !told.includes(command));
        if (fresh.length > 0) {
            const text = `${label} leaves role assignments to others (roleAssignments: "Skip"). They are created with:`;
            await pulumi.log.info([text, ...fresh.map((command) => `  ${command}`)].join("\n"), component);
        }
    });
}

async function toldBefore(urns: Promise<string[]>): Promise<string[]> {
    const state = await stateOfPreviousRun();
    return (await urns).flatMap((urn) => {
        const commands: unknown = state?.get(urn)?.outputs.roleAssignmentCommands;
        return Array.isArray(commands) ? commands.map(String) : [];
    });
}
