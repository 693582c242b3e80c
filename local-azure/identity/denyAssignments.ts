import { ArmError } from "../kernel/errors";
import { sameId } from "../kernel/resourceId";
import type { Principal } from "./directory";

/** What Azure itself forbids at a scope and below it, whatever roles the caller holds. Reading stays allowed. */
export interface DenyAssignment {
    /** The GUID without its dashes. */
    id: string;
    name: string;
    scope: string;
    /** Principals it does not hold for. */
    excluded: string[];
}

export type DenyAssignmentAt = (scope: string) => DenyAssignment | undefined;

export function isDenied({ excluded }: DenyAssignment, { objectId }: Principal, action: string): boolean {
    return !/\/read$/i.test(action) && !excluded.some((id) => sameId(id, objectId));
}

/** Something that a caller does. */
export interface Action {
    action: string;
    scope: string;
}

export const mayDo = ({ action, scope }: Action) => `has permission to perform action '${action}' on scope '${scope}'`;

export const forbidden = (code: string, { clientId, objectId }: Principal, why: string) =>
    new ArmError(403, code, `The client '${clientId}' with object id '${objectId}' ${why}`);

/** Azure's (https://aka.ms/aks/nrg_lockdown, of a disk in a restricted node resource group). */
export const denied = (caller: Principal, action: string, scope: string, by: DenyAssignment) =>
    forbidden(
        "DenyAssignmentAuthorizationFailed",
        caller,
        `${mayDo({ action, scope })}; however, the access is denied because of the deny assignment with name '${by.name}' and ` +
            `Id '${by.id}' at scope '${by.scope}'.`,
    );

/** Azure's message (Azure/ARO-RP#423); its code is unverified. */
export const linkedDenied = (caller: Principal, on: Action, linkedAction: string, linkedScope: string) =>
    forbidden(
        "LinkedAuthorizationFailed",
        caller,
        `${mayDo(on)}; however, it does not have permission to perform action '${linkedAction}' on the '0' linked scope(s) '' or ` +
            "the linked scope(s) are invalid and is blocked by deny assignments on the '1' linked scope(s) " +
            `'${linkedScope}'.`,
    );
