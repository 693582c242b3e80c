import type * as pulumi from "@pulumi/pulumi";
import { explainErrors, unwrapSecrets } from "../engine/hooks";
import { type DesiredAssignment, existingMessage, existsBy } from "./existing";

/** What to do when Azure refuses a role assignment because it exists already, under whatever name. */
export function explainExisting(component: string): pulumi.ErrorHook[] {
    return explainErrors(component, "role-assignment-exists", async ({ name, newInputs }, azureSays) => {
        const { desired, description } = await desiredAssignment(newInputs);
        const existing = desired && existsBy(azureSays, desired.scope);
        return desired && existing && existingMessage({ component, name, description, ...desired, ...existing });
    });
}

/** The assignment of these inputs, where all of them are known. */
async function desiredAssignment(
    inputs?: Record<string, unknown>,
): Promise<{ desired?: DesiredAssignment; description: string }> {
    const { scope, principalId, roleDefinitionId, roleAssignmentName, description } = await unwrapSecrets(inputs);
    const known =
        typeof scope === "string" &&
        typeof principalId === "string" &&
        typeof roleDefinitionId === "string" &&
        typeof roleAssignmentName === "string";
    return {
        ...(known && { desired: { scope, principalId, roleDefinitionId, roleAssignmentName } }),
        description: String(description),
    };
}
