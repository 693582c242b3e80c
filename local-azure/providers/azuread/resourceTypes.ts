import { tokenOf } from "../host/provider";
import { azureadApplication, azureadApplicationPassword } from "./application";
import type { AzureadType } from "./azureadType";
import { azureadGroup } from "./group";
import { azureadServicePrincipal } from "./servicePrincipal";

export const azureadTypes: ReadonlyMap<string, AzureadType> = new Map(
    [azureadApplication, azureadApplicationPassword, azureadServicePrincipal, azureadGroup].map((type) => [
        type.token,
        type,
    ]),
);

/** The outputs of a resource that are secret whatever its inputs are. */
export function secretOutputs(urn: string): string[] {
    return azureadTypes.get(tokenOf(urn))?.secrets ?? [];
}
