import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { engineHas, previewedHooks, uniqueHookName, unwrapSecrets } from "../engine/hooks";
import { withinLimit } from "../engine/lookUps";
import { type DesiredAssignment, existingMessage, existsBy } from "./existing";
import { findRoleAssignment } from "./findRoleAssignment";

/** What is bound to each role assignment. */
export interface RoleAssignmentHooks {
    beforeCreate: pulumi.ResourceHook[];
    onError: pulumi.ErrorHook[];
}

/**
 * Hooks that fail if a role assignment already exists in Azure, with a message that says what to do: in a preview, if
 * its values are known and Azure can be asked, otherwise when Azure rejects it. None if the engine has no hooks.
 */
export function refuseExisting(component: string, parent: pulumi.Resource): RoleAssignmentHooks {
    const beforeCreate = previewedHooks(component, "role-assignments", async ({ name, newInputs }) => {
        const { desired, description } = await desiredAssignment(newInputs);
        const id = desired && (await withinLimit(findRoleAssignment(desired, parent)));
        if (desired !== undefined && id !== undefined) {
            throw new Error(existingMessage({ component, name, description, id, ...desired }));
        }
    });
    return { beforeCreate, onError: engineHas("ErrorHook") ? [explainExisting(component)] : [] };
}

function explainExisting(component: string): pulumi.ErrorHook {
    // The engine calls back from outside the program.
    const callback = AsyncResource.bind(async ({ name, newInputs, errors }: pulumi.ErrorHookArgs) => {
        const { desired, description } = await desiredAssignment(newInputs);
        const existing = desired && existsBy(errors[0] ?? "", desired.scope);
        if (desired !== undefined && existing !== undefined) {
            throw new Error(existingMessage({ component, name, description, ...desired, ...existing }));
        }
        return false;
    });
    return new pulumi.ErrorHook(uniqueHookName(component, "role-assignment-exists"), callback);
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
