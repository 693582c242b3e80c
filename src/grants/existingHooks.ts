import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { engineHas, plain, previewedHooks, uniqueHookName } from "../engine/hooks";
import { withinLimit } from "../engine/timeLimit";
import { existingMessage, existsBy, type WantedAssignment } from "./existing";
import { findInAzure } from "./findRoleAssignment";

/** What is bound to each role assignment. */
export interface RoleAssignmentHooks {
    beforeCreate: pulumi.ResourceHook[];
    onError: pulumi.ErrorHook[];
}

/**
 * Hooks that refuse to make a role assignment that Azure has already, and say what to do instead: in a preview, where
 * its values are known by then and Azure can be asked; else when Azure refuses it, which does not say why. None where
 * the engine has no hooks.
 */
export function refuseExisting(component: string, parent: pulumi.Resource): RoleAssignmentHooks {
    const beforeCreate = previewedHooks(component, "role-assignments", async ({ name, newInputs }) => {
        const { wanted, reason } = await wantedBy(newInputs);
        const id = wanted && (await withinLimit(findInAzure(wanted, parent)));
        if (wanted !== undefined && id !== undefined) {
            throw new Error(existingMessage({ component, name, reason, id, ...wanted }));
        }
    });
    return { beforeCreate, onError: engineHas("ErrorHook") ? [explainExisting(component)] : [] };
}

function explainExisting(component: string): pulumi.ErrorHook {
    // The engine calls back from outside the program.
    const callback = AsyncResource.bind(async ({ name, newInputs, errors }: pulumi.ErrorHookArgs) => {
        const { wanted, reason } = await wantedBy(newInputs);
        const found = wanted && existsBy(errors[0] ?? "", wanted.scope);
        if (wanted !== undefined && found !== undefined) {
            throw new Error(existingMessage({ component, name, reason, ...wanted, ...found }));
        }
        return false;
    });
    return new pulumi.ErrorHook(uniqueHookName(component, "role-assignment-exists"), callback);
}

/** The assignment of these inputs, where all of them are known. */
async function wantedBy(
    inputs?: Record<string, unknown>,
): Promise<{ wanted?: WantedAssignment; reason: string }> {
    const { scope, principalId, roleDefinitionId, roleAssignmentName, description } = await plain(inputs);
    const known =
        typeof scope === "string" &&
        typeof principalId === "string" &&
        typeof roleDefinitionId === "string" &&
        typeof roleAssignmentName === "string";
    return {
        ...(known && { wanted: { scope, principalId, roleDefinitionId, roleAssignmentName } }),
        reason: String(description),
    };
}
