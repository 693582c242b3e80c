import type { ArmError } from "../../../kernel/errors";
import { unverified } from "../../../kernel/evidence";
import { objectAt, stringAt } from "../../../kernel/json";
import { sameId } from "../../../kernel/resourceId";
import type { Call } from "../../service";
import { propertyChangeNotAllowed } from "../errors";
import type { ManagedCluster } from "../state/state";

/**
 * A PATCH is for tags. Whether AKS ignores another identity in it or refuses it, is not known: the setting
 * `patchedIdentity` decides. The words of the refusal are those for other properties, unverified.
 */
export const patchedIdentity = {
    refuse: refusedIdentity,
    ...unverified("https://learn.microsoft.com/rest/api/aks/managed-clusters/update-tags"),
};

function refusedIdentity({ azure, body }: Call, { identity }: ManagedCluster): ArmError | undefined {
    const asked = objectAt(body, "identity");
    if (!asked || azure.settings.patchedIdentity === "ignored") return undefined;
    const ids = Object.keys(objectAt(asked, "userAssignedIdentities") ?? {});
    const own = identity?.type === "UserAssigned" ? [identity.id] : [];
    const isSame =
        sameId(stringAt(asked, "type") ?? "None", identity?.type ?? "None") &&
        ids.length === own.length &&
        own.every((id) => sameId(id, ids[0] ?? ""));
    return isSame ? undefined : propertyChangeNotAllowed("identity");
}
