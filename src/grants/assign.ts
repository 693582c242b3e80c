import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { type ExistingRoleAssignmentArgs, ExistingRoleAssignmentMode } from "../args";
import { ifGiven, inputKey } from "../azure/inputs";
import { roleAssignmentName as nameOfRoleAssignment } from "../azure/names";
import { canonicalScope, lastSegment } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";
import { scopeMismatch } from "./existing";
import { CLUSTER, type Grant, type GrantedIdentity, roleKey } from "./grant";
import { builtInRoleName, roleDefinitionId } from "./roles";
import { uniqueRoleAssignment } from "./uniqueRoleAssignments";

/** The service principal that a grant is for. */
export interface Principal {
    /** Its object id. */
    principalId: pulumi.Output<string>;
    /** The id as the program passes it, if the component does not create the identity. */
    existing?: pulumi.Input<string>;
}

export type Principals<Identity extends string = GrantedIdentity> = Partial<Record<Identity, Principal>>;

/** A component that creates role assignments. */
export interface Assigner {
    /** Its name, which the names of its resources start with. */
    name: string;
    /** Its type and name, as messages name it. */
    label: string;
    component: pulumi.Resource;
    /** Whether the component creates them; otherwise it only lists them. */
    creates: boolean;
    /** Bound to each. */
    onError: pulumi.ErrorHook[];
    /** Those that it has created, by what is known of them before any value is. */
    created: Map<string, authorization.RoleAssignment>;
    /** Those that already exist in Azure, by the names that they would have here. */
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

/**
 * Creates a role assignment for each grant, or, where the assigner creates none, only lists what is needed. `clusterId`
 * is needed by grants on the cluster itself.
 */
export function assignGrants<Identity extends string>(
    assigner: Assigner,
    grants: Grant<Identity>[],
    principals: Principals<Identity>,
    clusterId?: pulumi.Output<string>,
): AssignedGrants {
    const assigned = grants.map((grant) =>
        assign(assigner, assignmentOf(assigner, grant, principals[grant.identity], clusterId)),
    );
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
    /** A key that identifies it before any value is known. */
    key: string;
    /** The program's entry for one that already exists in Azure. */
    existing?: ExistingRoleAssignmentArgs;
}

function assignmentOf(
    assigner: Assigner,
    grant: Grant<string>,
    principal: Principal | undefined,
    clusterId: pulumi.Output<string> | undefined,
): Assignment {
    const name = `${assigner.name}-${grant.name}`;
    const { definition } = grant.role;
    const input = grant.scope === CLUSTER ? clusterId : grant.scope;
    if (principal === undefined || input === undefined) {
        throw new Error(`${name} cannot be created before its principal and its scope exist`);
    }
    const scope = pulumi.output(input).apply(canonicalScope);
    return {
        name,
        existing: assigner.existing.find((entry) => entry.name === name),
        grant,
        principal,
        scope,
        roleDefinitionId: pulumi.all([scope, definition]).apply(([id, role]) => roleDefinitionId(id, role)),
        key: [principal.existing ?? principal.principalId, roleKey(definition), input].map(inputKey).join("\n"),
    };
}

function assign(assigner: Assigner, assignment: Assignment) {
    const { name, existing, scope } = assignment;
    assigner.names.add(name);
    const isSkipped = !assigner.creates || existing?.mode === ExistingRoleAssignmentMode.Skip;
    const resource = isSkipped ? undefined : createOnce(assigner, assignment);
    return {
        resource,
        check: isSkipped && existing ? validScope(assigner, existing, scope) : undefined,
        required: requiredRoleAssignment(assignment, resource),
    };
}

/** The scope; fails where the assignment that the program names is on another one. */
function validScope(
    { label }: Assigner,
    existing: ExistingRoleAssignmentArgs,
    scope: pulumi.Output<string>,
): pulumi.Output<string> {
    return scope.apply((id) => {
        const mismatch = scopeMismatch(existing, id);
        if (mismatch !== undefined) {
            throw new pulumi.RunError(`${label}: ${mismatch}`);
        }
        return id;
    });
}

/** One identity may be both of the cluster's: its role on a scope is created once for both. */
function createOnce(assigner: Assigner, assignment: Assignment): authorization.RoleAssignment {
    const { created } = assigner;
    const resource = created.get(assignment.key) ?? createRoleAssignment(assigner, assignment);
    created.set(assignment.key, resource);
    return resource;
}

function createRoleAssignment(assigner: Assigner, assignment: Assignment): authorization.RoleAssignment {
    const { component, onError } = assigner;
    const { name, grant, principal, roleDefinitionId } = assignment;
    const { principalId } = principal;
    return new authorization.RoleAssignment(
        name,
        {
            ...nameAndScope(assigner, assignment),
            principalId,
            // Without a type Azure looks the principal up in a directory that may not show it yet, and
            // azure-native's own default is "User".
            principalType: authorization.PrincipalType.ServicePrincipal,
            roleDefinitionId,
            description: grant.description,
            condition: grant.condition,
            conditionVersion: ifGiven(grant.condition, () => "2.0"),
        },
        {
            parent: component,
            // Azure refuses to change an assignment's role; azure-native would try.
            replaceOnChanges: ["roleDefinitionId"],
            // A replacement has another name, so the new permission can come before the old one goes.
            deleteBeforeReplace: false,
            hooks: { onError },
            ...importOptions(assignment),
        },
    );
}

/** An imported one goes on under its own name; any other has one that the same grant always has. */
function nameAndScope(assigner: Assigner, assignment: Assignment) {
    const { grant, principal, existing, scope, roleDefinitionId } = assignment;
    if (existing !== undefined) {
        return {
            roleAssignmentName: lastSegment(existing.roleAssignmentId),
            scope: validScope(assigner, existing, scope),
        };
    }
    const { label, component } = assigner;
    const what = `${grant.role.name} for ${grant.identity} (${grant.name})`;
    const roleAssignmentName = pulumi
        .all([scope, principal.principalId, roleDefinitionId])
        .apply(([id, ...of]) =>
            uniqueRoleAssignment(nameOfRoleAssignment(id, ...of), { label, component, what, scope: id }),
        );
    return { roleAssignmentName, scope };
}

function importOptions({ existing, grant }: Assignment): pulumi.CustomResourceOptions {
    return existing === undefined
        ? {}
        : {
              import: existing.roleAssignmentId,
              ignoreChanges: [
                  // azure-native has imported it without its leading slash, and would replace the assignment for that
                  // (pulumi/pulumi-azure-native#4683). That the scope is the same is checked separately.
                  "scope",
                  // What narrows the assignment stays, unless the program says it: it is whoever made it that knows why.
                  ...(grant.condition === undefined ? ["condition", "conditionVersion"] : []),
              ],
          };
}

function requiredRoleAssignment(
    { grant, principal, scope, roleDefinitionId, existing }: Assignment,
    resource: authorization.RoleAssignment | undefined,
): pulumi.Output<RequiredRoleAssignment> {
    const optional = [resource?.id ?? existing?.roleAssignmentId, grant.condition];
    return pulumi.all([principal.principalId, scope, roleDefinitionId, optional]).apply(
        ([principalId, scopeId, definition, [id, condition]]): RequiredRoleAssignment => ({
            identity: grant.identity,
            principalId,
            // The definition may be an output.
            role: builtInRoleName(definition) ?? grant.role.name,
            roleDefinitionId: definition,
            scope: scopeId,
            description: grant.description,
            when: grant.when,
            ...(condition !== undefined && { condition }),
            ...(id !== undefined && { id }),
        }),
    );
}
