import { getGroupOutput } from "@pulumi/azuread/getGroup";
import type * as pulumi from "@pulumi/pulumi";
import type { EntraArgs } from "../args";

/** The same settings with every admin group by object id: those given by name are found in Entra. */
export function withAdminGroupIds(
    entra: EntraArgs | undefined,
    parent: pulumi.Resource,
): EntraArgs | undefined {
    if (entra?.adminGroupNames === undefined) {
        return entra;
    }
    const { adminGroupNames, adminGroupObjectIds = [], ...others } = entra;
    const found = adminGroupNames.map(
        (displayName) => getGroupOutput({ displayName, securityEnabled: true }, { parent }).objectId,
    );
    return { ...others, adminGroupObjectIds: [...adminGroupObjectIds, ...found] };
}
