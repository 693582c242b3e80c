import { ArmError, badRequest, conflict } from "../../kernel/errors";

// What Microsoft.Authorization refuses. PrincipalNotFound and RoleAssignmentExists are recorded, the text of
// RoleAssignmentUpdateNotPermitted is quoted by users; the others are unverified.

const withoutDashes = (guid: string) => guid.replaceAll("-", "");

/** Recording 16, exchange 32; the two spaces are Azure's. */
export const principalNotFound = (objectId: string, tenantId: string) =>
    badRequest(
        "PrincipalNotFound",
        `Principal ${withoutDashes(objectId)} does not exist in the directory ${tenantId}. Check that you have the ` +
            "correct principal ID. If you are creating this principal and then immediately assigning a role, this error " +
            "might be related to a replication delay. In this case, set the role assignment principalType property to a " +
            "value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype",
    );

/** Unverified; the misspelling is Azure's. */
export const unmatchedPrincipalType = (objectId: string, actual: string, given: string) =>
    badRequest(
        "UnmatchedPrincipalType",
        `The PrincipalId '${withoutDashes(objectId)}' has type '${actual}' , which is different from specified ` +
            `PrinciaplType '${given}'.`,
    );

export const invalidPrincipalId = (principalId: string) =>
    badRequest("InvalidPrincipalId", `A valid principal ID must be provided for role assignment. ('${principalId}')`);

/**
 * The first sentence is recorded in 2023; the second is today's, as seen in Korea Central on 2026-04-22 with api-version
 * 2022-04-01 (playbook "Continuous Deployment RBAC Role Assignment Conflict" of a public Container Apps guide).
 */
export const roleAssignmentExists = (name: string) =>
    conflict(
        "RoleAssignmentExists",
        `The role assignment already exists. The ID of the existing role assignment is ${withoutDashes(name)}.`,
    );

export const roleAssignmentUpdateNotPermitted = () =>
    badRequest(
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    );

export const invalidRoleAssignmentId = (name: string) =>
    badRequest(
        "InvalidRoleAssignmentId",
        `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    );

export const roleAssignmentNotFound = (name: string) =>
    new ArmError(404, "RoleAssignmentNotFound", `The role assignment '${name}' is not found.`);

export const roleDefinitionDoesNotExist = (name: string) =>
    new ArmError(
        404,
        "RoleDefinitionDoesNotExist",
        `The specified role definition with ID '${withoutDashes(name)}' does not exist.`,
    );

export const badRoleDefinitionId = (id: string) =>
    badRequest(
        "BadRequestFormat",
        `The request was incorrectly formatted: '${id}' is not the id of a role definition.`,
    );

export const roleNameTaken = () =>
    conflict(
        "RoleDefinitionWithSameNameExists",
        "A custom role with the same name already exists in this directory. Use a different name.",
    );

export const roleInUse = () =>
    badRequest(
        "RoleDefinitionHasAssignments",
        "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments)",
    );

export const invalidRoleDefinition = (why: string) =>
    badRequest("InvalidRoleDefinition", `The role definition is not valid: ${why}`);

export const invalidFilter = (filter: string) =>
    badRequest("InvalidFilter", `The filter '${filter}' is not supported.`);
