import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { uniqueHookName, unwrapSecrets } from "../engine/hooks";
import { mocksInUse } from "../engine/sdk";
import { type DesiredAssignment, existingMessage, existsBy } from "./existing";

/**
 * A hook that says what to do when Azure refuses a role assignment because it exists already, under whatever name. None under
 * mocks.
 */
export function explainExisting(component: string): pulumi.ErrorHook[] {
    if (mocksInUse() !== undefined) {
        return [];
    }
    // The engine calls back from outside the program.
    const callback = AsyncResource.bind(async ({ name, newInputs, errors }: pulumi.ErrorHookArgs) => {
        const { desired, description } = await desiredAssignment(newInputs);
        const existing = desired && existsBy(errors[0] ?? "", desired.scope);
        if (desired !== undefined && existing !== undefined) {
            throw new Error(existingMessage({ component, name, description, ...desired, ...existing }));
        }
        return false;
    });
    return [new pulumi.ErrorHook(uniqueHookName(component, "role-assignment-exists"), callback)];
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
