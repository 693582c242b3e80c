import { getRoleAssignment } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { plain, previewedHooks } from "../engineHooks";

/**
 * A hook that refuses a role assignment that Azure has already, in a preview where its name is known by then:
 * azure-native refuses it only in the update, every time, and does not say why. None where the engine has no hooks.
 */
export function refuseExisting(component: string, parent: pulumi.Resource): pulumi.ResourceHook[] {
    return previewedHooks(component, "role-assignments", async ({ name, newInputs }) => {
        const { scope, roleAssignmentName, description } = await plain(newInputs);
        if (typeof scope !== "string" || typeof roleAssignmentName !== "string") {
            return;
        }
        const id = await idInAzure({ scope, roleAssignmentName }, parent);
        if (id !== undefined) {
            throw new Error(existingMessage({ component, name, id, reason: String(description) }));
        }
    });
}

/** What the provider cannot say, because it may not read or is not known itself yet, is left to the update. */
async function idInAzure(
    assignment: { scope: string; roleAssignmentName: string },
    parent: pulumi.Resource,
): Promise<string | undefined> {
    try {
        return (await getRoleAssignment(assignment, { parent }))?.id;
    } catch {
        return undefined;
    }
}

/** What is there, how that comes, and the ways on. */
function existingMessage(found: { component: string; name: string; id: string; reason: string }): string {
    return [
        `${found.component}: role assignment ${found.name} (${found.reason}) is in Azure already, as ${found.id}, and Azure takes it once only (RoleAssignmentExists).`,
        "  - If this stack holds it under another name, because the program has changed what it is called after (the name of a grant, of a registry or of a pool in a subnet of its own, or how an id is passed): change that back, or " +
            `find its urn with \`pulumi stack --show-urns\` and run \`pulumi state rename <urn> ${found.name}\`.`,
        '  - If another stack holds it: set roleAssignments to "Skip" here.',
        `  - If nobody does: have it removed with \`az role assignment delete --ids ${found.id}\`.`,
    ].join("\n");
}
