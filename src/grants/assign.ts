import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { inputKey } from "../azure/inputs";
import { roleAssignmentName } from "../azure/names";
import { normalizeScope } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";
import { claimName } from "./claims";
import { type Grant, type GrantedIdentity, roleKey } from "./grant";
import { roleDefinitionId } from "./roles";

/** The service principal that a grant is for. */
export interface Principal {
    /** Its object id. */
    principalId: pulumi.Output<string>;
    /** How the program names it, where it is no identity of this component's own and others may name it, too. */
    existing?: pulumi.Input<string>;
}

export type Principals<Identity extends string = GrantedIdentity> = Partial<Record<Identity, Principal>>;

/** The component that grants are made for. */
export interface Assigner {
    /** Its name, which the names of its resources start with. */
    name: string;
    /** Its type and name, as messages name it. */
    label: string;
    component: pulumi.Resource;
    /** Whether role assignments are made; else they are only listed. */
    make: boolean;
    /** Bound to the creation of each. */
    hooks: pulumi.ResourceHook[];
    /** Those that it has made, by what is known of them before any value is. */
    made: Map<string, authorization.RoleAssignment>;
}

/** Role assignments, to depend on and to list. */
export interface AssignedGrants {
    /** The resources; none where role assignments are left to somebody else. */
    resources: authorization.RoleAssignment[];
    /** Every assignment that is needed, made here or not. */
    required: pulumi.Output<RequiredRoleAssignment[]>;
}

/** Makes a role assignment of each grant, or, where the assigner makes none, only lists what is needed. */
export function assignGrants<Identity extends string>(
    assigner: Assigner,
    grants: Grant<Identity>[],
    principals: Principals<Identity>,
): AssignedGrants {
    const assigned = grants.map((grant) => assignGrant(assigner, grant, principals[grant.identity]));
    return {
        resources: [...new Set(assigned.flatMap(({ resource }) => resource ?? []))],
        required: pulumi.all(assigned.map(({ required }) => required)),
    };
}

/** A grant with its principal, in the terms of Azure. */
interface Assignment {
    grant: Grant<string>;
    principal: Principal;
    scope: pulumi.Output<string>;
    roleDefinitionId: pulumi.Output<string>;
    /** What tells it from others before any value is known. */
    key: string;
}

function assignGrant(assigner: Assigner, grant: Grant<string>, principal: Principal | undefined) {
    if (principal === undefined) {
        throw new Error(`${assigner.name}: grant ${grant.name} is asked for before its principal exists`);
    }
    const assignment = assignmentOf(grant, principal);
    const resource = assigner.make ? madeOnce(assigner, assignment) : undefined;
    return { resource, required: listed(assignment, resource) };
}

function assignmentOf(grant: Grant<string>, principal: Principal): Assignment {
    const { definition } = grant.role;
    const scope = pulumi.output(grant.scope).apply(normalizeScope);
    return {
        grant,
        principal,
        scope,
        roleDefinitionId: pulumi.all([scope, definition]).apply(([id, role]) => roleDefinitionId(id, role)),
        key: [principal.existing ?? principal.principalId, roleKey(definition), grant.scope]
            .map(inputKey)
            .join("\n"),
    };
}

/** One identity may be both of the cluster's: its role on a scope is made once, whoever asks for it. */
function madeOnce(assigner: Assigner, assignment: Assignment): authorization.RoleAssignment {
    const { made } = assigner;
    const resource = made.get(assignment.key) ?? makeAssignment(assigner, assignment);
    made.set(assignment.key, resource);
    return resource;
}

function makeAssignment(
    { name, label, component, hooks }: Assigner,
    { grant, principal: { principalId }, scope, roleDefinitionId }: Assignment,
): authorization.RoleAssignment {
    const what = `${grant.role.name} for ${grant.identity} (${grant.name})`;
    return new authorization.RoleAssignment(
        `${name}-${grant.name}`,
        {
            roleAssignmentName: pulumi
                .all([scope, principalId, roleDefinitionId])
                .apply(([scopeId, id, role]) =>
                    claimName(roleAssignmentName(scopeId, id, role), {
                        label,
                        component,
                        what,
                        scope: scopeId,
                    }),
                ),
            scope,
            principalId,
            // Without a type Azure looks the principal up in a directory that may not show it yet, and
            // azure-native's own default is "User".
            principalType: authorization.PrincipalType.ServicePrincipal,
            roleDefinitionId,
            description: grant.reason,
        },
        {
            parent: component,
            // Azure refuses to change an assignment's role; azure-native would try.
            replaceOnChanges: ["roleDefinitionId"],
            // A replacement has another name, so the new permission can come before the old one goes.
            deleteBeforeReplace: false,
            hooks: { beforeCreate: hooks },
        },
    );
}

function listed(
    { grant, principal, scope, roleDefinitionId }: Assignment,
    resource: authorization.RoleAssignment | undefined,
): pulumi.Output<RequiredRoleAssignment> {
    const ids = resource ? [resource.id] : [];
    return pulumi.all([principal.principalId, scope, roleDefinitionId, ids]).apply(
        ([principalId, scopeId, definition, [id]]): RequiredRoleAssignment => ({
            identity: grant.identity,
            principalId,
            role: grant.role.name,
            roleDefinitionId: definition,
            scope: scopeId,
            reason: grant.reason,
            when: grant.when,
            ...(id === undefined ? {} : { id }),
        }),
    );
}
