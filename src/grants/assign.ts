import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { roleAssignmentName } from "../azure/names";
import { normalizeScope } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";
import type { Grant, GrantedIdentity } from "./grant";
import { roleDefinitionId } from "./roles";

/** Object ids of the service principals that grants are for. */
export type Principals<Identity extends string = GrantedIdentity> = Partial<
    Record<Identity, pulumi.Output<string>>
>;

/** Role assignments, to depend on and to list. */
export interface AssignedGrants {
    /** The resources; none where role assignments are left to somebody else. */
    resources: authorization.RoleAssignment[];
    /** Every assignment that is needed, made here or not. */
    required: pulumi.Output<RequiredRoleAssignment[]>;
}

/** Makes a role assignment of each grant, or, with `make` false, only lists what is needed. */
export function assignGrants<Identity extends string>(
    component: string,
    grants: Grant<Identity>[],
    principals: Principals<Identity>,
    make: boolean,
    parent: pulumi.Resource,
): AssignedGrants {
    const assigned = grants.map((grant) =>
        assignGrant(component, grant, principals[grant.identity], make, parent),
    );
    return {
        resources: assigned.flatMap(({ resource }) => resource ?? []),
        required: pulumi.all(assigned.map(({ required }) => required)),
    };
}

function assignGrant(
    component: string,
    grant: Grant<string>,
    principalId: pulumi.Output<string> | undefined,
    make: boolean,
    parent: pulumi.Resource,
) {
    if (principalId === undefined) {
        throw new Error(`${component}: grant ${grant.name} is asked for before its principal exists`);
    }
    const scope = pulumi.output(grant.scope).apply(normalizeScope);
    const definitionId = pulumi
        .all([scope, grant.role.definition])
        .apply(([id, definition]) => roleDefinitionId(id, definition));
    const resource = make
        ? new authorization.RoleAssignment(
              `${component}-${grant.name}`,
              {
                  roleAssignmentName: pulumi
                      .all([scope, principalId, definitionId])
                      .apply(([scopeId, principal, definition]) =>
                          roleAssignmentName(scopeId, principal, definition),
                      ),
                  scope,
                  principalId,
                  // Without a type Azure looks the principal up in a directory that may not show it yet, and
                  // azure-native's own default is "User".
                  principalType: authorization.PrincipalType.ServicePrincipal,
                  roleDefinitionId: definitionId,
                  description: grant.reason,
              },
              {
                  parent,
                  // Azure refuses to change an assignment's role; azure-native would try.
                  replaceOnChanges: ["roleDefinitionId"],
                  // A replacement has another name, so the new permission can come before the old one goes.
                  deleteBeforeReplace: false,
              },
          )
        : undefined;
    const required = pulumi.all([principalId, scope, definitionId, resource ? [resource.id] : []]).apply(
        ([principal, scopeId, definition, ids]): RequiredRoleAssignment => ({
            identity: grant.identity,
            principalId: principal,
            role: grant.role.name,
            roleDefinitionId: definition,
            scope: scopeId,
            reason: grant.reason,
            when: grant.when,
            ...(ids[0] === undefined ? {} : { id: ids[0] }),
        }),
    );
    return { resource, required };
}
