import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { type ExistingRoleAssignmentArgs, ExistingRoleAssignmentMode } from "../args";
import { inputKey } from "../azure/inputs";
import { roleAssignmentName } from "../azure/names";
import { canonicalScope, lastSegment } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";
import { contradiction } from "./existing";
import type { RoleAssignmentHooks } from "./existingHooks";
import { type Grant, type GrantedIdentity, roleKey } from "./grant";
import { builtInRoleName, roleDefinitionId } from "./roles";
import { claimName } from "./uniqueRoleAssignments";

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
    /** Bound to each. */
    hooks: RoleAssignmentHooks;
    /** Those that it has made, by what is known of them before any value is. */
    made: Map<string, authorization.RoleAssignment>;
    /** Those that Azure has already, by the names that they would have here. */
    existing: ExistingRoleAssignmentArgs[];
    /** The names of all so far. */
    names: Set<string>;
}

/** Role assignments, to depend on and to list. */
export interface AssignedGrants {
    /** The resources; none where role assignments are left to somebody else. */
    resources: authorization.RoleAssignment[];
    /** Fails where what is left to somebody else cannot be what is needed. */
    checks: pulumi.Output<unknown>[];
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
        checks: assigned.flatMap(({ check }) => check ?? []),
        required: pulumi.all(assigned.map(({ required }) => required)),
    };
}

/** A grant with its principal, in the terms of Azure. */
interface Assignment {
    /** Logical name of the role assignment. */
    name: string;
    grant: Grant<string>;
    principal: Principal;
    scope: pulumi.Output<string>;
    roleDefinitionId: pulumi.Output<string>;
    /** What tells it from others before any value is known. */
    key: string;
    /** What the program says of one that Azure has already. */
    existing?: ExistingRoleAssignmentArgs;
}

function assignGrant(assigner: Assigner, grant: Grant<string>, principal: Principal | undefined) {
    if (principal === undefined) {
        throw new Error(`${assigner.name}: grant ${grant.name} is asked for before its principal exists`);
    }
    const assignment = assignmentOf(assigner, grant, principal);
    assigner.names.add(assignment.name);
    const { existing } = assignment;
    const left = !assigner.make || existing?.mode === ExistingRoleAssignmentMode.Skip;
    const resource = left ? undefined : madeOnce(assigner, assignment);
    return {
        resource,
        check: left && existing ? onScopeOf(assigner, existing, assignment.scope) : undefined,
        required: listed(assignment, resource),
    };
}

/** The scope, unless it is another than that of the assignment which the program names. */
function onScopeOf(
    { label }: Assigner,
    existing: ExistingRoleAssignmentArgs,
    scope: pulumi.Output<string>,
): pulumi.Output<string> {
    return scope.apply((id) => {
        const said = contradiction(existing, id);
        if (said !== undefined) {
            throw new pulumi.RunError(`${label}: ${said}`);
        }
        return id;
    });
}

function assignmentOf(assigner: Assigner, grant: Grant<string>, principal: Principal): Assignment {
    const { definition } = grant.role;
    const scope = pulumi.output(grant.scope).apply(canonicalScope);
    const name = `${assigner.name}-${grant.name}`;
    return {
        name,
        existing: assigner.existing.find((entry) => entry.name === name),
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

function makeAssignment(assigner: Assigner, assignment: Assignment): authorization.RoleAssignment {
    const { component, hooks } = assigner;
    const { name, grant, principal, roleDefinitionId } = assignment;
    const { principalId } = principal;
    return new authorization.RoleAssignment(
        name,
        {
            ...namedAndScoped(assigner, assignment),
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
            hooks: { ...hooks },
            ...importOptions(assignment),
        },
    );
}

/** An imported one goes on under its own name; any other has one that the same grant always has. */
function namedAndScoped(assigner: Assigner, { grant, principal, existing, ...assignment }: Assignment) {
    const { scope, roleDefinitionId } = assignment;
    if (existing !== undefined) {
        return {
            roleAssignmentName: lastSegment(existing.roleAssignmentId),
            scope: onScopeOf(assigner, existing, scope),
        };
    }
    const { label, component } = assigner;
    const what = `${grant.role.name} for ${grant.identity} (${grant.name})`;
    return {
        roleAssignmentName: pulumi
            .all([scope, principal.principalId, roleDefinitionId])
            .apply(([scopeId, principalId, role]) =>
                claimName(roleAssignmentName(scopeId, principalId, role), {
                    label,
                    component,
                    what,
                    scope: scopeId,
                }),
            ),
        scope,
    };
}

function importOptions({ existing }: Assignment): pulumi.CustomResourceOptions {
    return existing === undefined
        ? {}
        : {
              import: existing.roleAssignmentId,
              ignoreChanges: [
                  // azure-native has imported it without its leading slash, and would replace the assignment for that
                  // (pulumi/pulumi-azure-native#4683). That it is the same scope is checked beside.
                  "scope",
                  // What narrows the assignment stays: it is whoever made it that knows why.
                  "condition",
                  "conditionVersion",
              ],
          };
}

function listed(
    { grant, principal, scope, roleDefinitionId, existing }: Assignment,
    resource: authorization.RoleAssignment | undefined,
): pulumi.Output<RequiredRoleAssignment> {
    const ids = [resource?.id ?? existing?.roleAssignmentId];
    return pulumi.all([principal.principalId, scope, roleDefinitionId, ids]).apply(
        ([principalId, scopeId, definition, [id]]): RequiredRoleAssignment => ({
            identity: grant.identity,
            principalId,
            // What an output says only now.
            role: builtInRoleName(definition) ?? grant.role.name,
            roleDefinitionId: definition,
            scope: scopeId,
            reason: grant.reason,
            when: grant.when,
            ...(id === undefined ? {} : { id }),
        }),
    );
}
