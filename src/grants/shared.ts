import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { lastingName } from "../azure/inputs";
import { ofRun } from "../ofRun";

/** Where a role assignment stands: its logical name and what it is a child of. */
export interface Place {
    name: string;
    parent: pulumi.Resource;
}

/** What tells a shared role assignment apart. */
export interface SharedGrant {
    /** Name of the grant in the component that asks for it. */
    name: string;
    role: string;
    /** Inputs that name identity, role and scope. */
    inputs: unknown[];
    /** The same as known in this run. */
    key: string;
}

/**
 * Role assignments that several components of a program share. They are children of none of these, and their names
 * tell nothing of these, so that any of them can go without taking along what the others need.
 */
export class SharedRoleAssignments extends pulumi.ComponentResource {
    private readonly sharedAs: string;
    private readonly keys = new Map<string, string>();

    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("managed-identity-aks:index:SharedRoleAssignments", name, {}, opts);
        this.sharedAs = name;
        this.registerOutputs({});
    }

    /** The place of a role assignment: for the same one in every run the same, whoever asks for it. */
    placeFor({ name, role, inputs, key }: SharedGrant): Place {
        // An output of which only the run knows what it is counts as what it is used for.
        const lasting = inputs.map((input) => lastingName(input) ?? `in ${name}`).join("\n");
        const hash = createHash("sha256").update(lasting).digest("hex").slice(0, 8);
        const logical = `${this.sharedAs}-${role.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${hash}`;
        if ((this.keys.get(logical) ?? key) !== key) {
            throw new pulumi.RunError(
                `shareRoleAssignmentsAs "${this.sharedAs}": two role assignments of ${role} cannot be told apart ` +
                    `before their values are known, the second is grant ${name}. Pass the id of the identity and of ` +
                    "the scope as plain text or as the id of a resource of this program, or call pools and " +
                    "registries that are not the same by different names.",
            );
        }
        this.keys.set(logical, key);
        return { name: logical, parent: this };
    }
}

const sharedInRun = ofRun(() => new Map<string, SharedRoleAssignments>());

/**
 * The role assignments that are shared under this name, beside the component that is the first to ask for them: with
 * its parent and providers.
 */
export function sharedRoleAssignments(
    name: string | undefined,
    { parent, provider, providers, protect }: pulumi.ComponentResourceOptions = {},
): SharedRoleAssignments | undefined {
    if (name === undefined) {
        return undefined;
    }
    const all = sharedInRun();
    const found = all.get(name) ?? new SharedRoleAssignments(name, { parent, provider, providers, protect });
    all.set(name, found);
    return found;
}
