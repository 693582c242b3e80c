import { scopeLocked } from "../../kernel/errors";
import { type ArmPath, isWithin, parseArmPath } from "../../kernel/resourceId";
import { lockType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { tableOf } from "../plainResource";
import type { PlainType } from "../plainRoutes";

/**
 * Locks count for their scope and all within it, whatever role somebody has. A deletion takes what is within with it, so
 * that a lock there counts too. https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export const lock: PlainType = {
    type: lockType,
    kind: "extension",
    stateless: true,
    removedAtOnce: true,
    patch: "none",
};

/** Locks themselves can be written and deleted. An action is a write: `ReadOnly` takes no POST, whatever it does. */
export function requireUnlocked(azure: Azure, { id }: ArmPath, type: string, verb: "write" | "delete"): void {
    if (type === lockType) return;
    const locked = lockedScopes(azure, verb).filter(
        (scope) => isWithin(scope, id) || (verb === "delete" && isWithin(id, scope)),
    );
    if (locked.length > 0) throw scopeLocked(id, verb, locked);
}

/** Where something is locked against writes, or against deletions. */
export function lockedScopes(azure: Azure, verb: "write" | "delete"): string[] {
    return tableOf(azure, lockType)
        .list()
        .filter(({ data }) => verb === "delete" || data.properties.level === "ReadOnly")
        .flatMap(({ id }) => parseArmPath(id)?.scope ?? []);
}
