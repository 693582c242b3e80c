import type { Reading } from "../../migration/live/reading";
import {
    type Access,
    type AccessQuestion,
    accessKey,
    readHeldAssignments,
    readRoleDefinition,
} from "../../migration/verify/access";
import type { IdentityResource, IdentityResources } from "../../migration/verify/identityChecks";
import { AUTHORIZATION_API, IDENTITY_API } from "./apiVersions";
import { type AzureApi, AzureError, filterText } from "./azureClient";
import { reading } from "./readCluster";

/**
 * The role assignments that principals have on scopes and above them, themselves and through groups. Each is read on its
 * scope, so that whoever may read the scope may read them.
 */
export function readAssignments(arm: AzureApi, questions: AccessQuestion[]): Promise<Access["assignments"]> {
    return readEach(questions, accessKey, async ({ scope, principalId, isRecursive }) => {
        const filter = [...(isRecursive ? [] : ["atScope()"]), `assignedTo(${filterText(principalId)})`].join(" and ");
        const path = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
        return readHeldAssignments(await arm.list(path, { ...AUTHORIZATION_API, $filter: filter }));
    });
}

/** Role definitions. */
export function readRoles(arm: AzureApi, ids: string[]): Promise<Access["roles"]> {
    return readEach(ids, lowerCase, async (id) => readRoleDefinition(await arm.get(id, AUTHORIZATION_API)));
}

/** User-assigned identities, also where they do not exist. */
export function readIdentityResources(arm: AzureApi, ids: string[]): Promise<IdentityResources> {
    return readEach(ids, lowerCase, async (id): Promise<IdentityResource> => {
        try {
            const { principalId }: { principalId?: unknown } = Object(
                Object(await arm.get(id, IDENTITY_API)).properties,
            );
            return { principalId: String(principalId) };
        } catch (error) {
            if (error instanceof AzureError && error.status === 404) {
                return undefined;
            }
            throw error;
        }
    });
}

function lowerCase(id: string): string {
    return id.toLowerCase();
}

/** Reads each of them once. */
async function readEach<Of, Value>(
    all: Of[],
    keyOf: (each: Of) => string,
    read: (each: Of) => Promise<Value>,
): Promise<ReadonlyMap<string, Reading<Value>>> {
    const different = [...new Map(all.map((each) => [keyOf(each), each]))];
    const readings = different.map(async ([key, each]) => [key, await reading(() => read(each))] as const);
    return new Map(await Promise.all(readings));
}
