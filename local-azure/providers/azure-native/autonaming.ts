import { randomBytes } from "node:crypto";
import type { PropertyMap } from "../host/propertyValues";
import type { Autonaming } from "../host/provider";
import { pathParameters } from "./armPath";
import { seededHex } from "./seededHex";

/** How a name is made up when the program gives none. */
export type NamingStrategy = "random" | "copy" | "uuid";

/**
 * Only the last path parameter is named (facts §1.4): a role by uuid, a top-level resource by a random suffix, a child
 * by its logical name.
 */
export function namingStrategy(path: string): { parameter: string; strategy: NamingStrategy } | undefined {
    const parameter = pathParameters(path).at(-1);
    if (!parameter || !path.endsWith(`{${parameter}}`)) return undefined;
    const afterNamespace = path.toLowerCase().split("microsoft.").slice(1).at(-1);
    const isChild = afterNamespace !== undefined && afterNamespace.split("{").length > 2;
    const strategy = uuidNames.has(parameter) ? "uuid" : isChild ? "copy" : "random";
    return { parameter, strategy };
}

const uuidNames = new Set(["roleAssignmentName", "roleDefinitionId"]);

/** Marks a name that may be replaced create-first: nobody typed it. */
export const CREATE_BEFORE_DELETE = "__createBeforeDelete";

export interface NameRequest {
    parameter: string;
    strategy: NamingStrategy;
    logicalName: string;
    olds: PropertyMap;
    randomSeed: Uint8Array;
    autonaming?: Autonaming;
}

/** The inputs that a missing name adds; none where autonaming is off. */
export function defaultName(request: NameRequest): PropertyMap {
    const { parameter, strategy, olds, autonaming } = request;
    const old = olds[parameter];
    if (old !== undefined) {
        return {
            [parameter]: old,
            ...(olds[CREATE_BEFORE_DELETE] === true ? { [CREATE_BEFORE_DELETE]: true } : {}),
        };
    }
    if (autonaming?.mode === "disable") return {};
    // A proposal cannot be a uuid, and is passed over; an enforced name is the user's own risk.
    if (autonaming?.mode === "enforce" || (autonaming?.mode === "propose" && strategy !== "uuid")) {
        return { [parameter]: autonaming.proposedName, [CREATE_BEFORE_DELETE]: true };
    }
    if (strategy === "copy") return { [parameter]: request.logicalName };
    return { [parameter]: generatedName(request), [CREATE_BEFORE_DELETE]: true };
}

function generatedName({ strategy, logicalName, randomSeed }: NameRequest): string {
    const seed = randomSeed.length > 0 ? randomSeed : randomBytes(32);
    if (strategy === "random") return logicalName + seededHex(seed, 8);
    return seededHex(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
