import { getGroup } from "@pulumi/azuread/getGroup";
import * as pulumi from "@pulumi/pulumi";
import type { EntraArgs } from "../args";
import { lookUpOf } from "../engine/lookUps";
import { emptyUnderMocks } from "../engine/mocks";

/** The same settings with every admin group by object id: those given by name are found in Entra. */
export function withAdminGroupIds(entra: EntraArgs | undefined, parent: pulumi.Resource): EntraArgs | undefined {
    if (entra?.adminGroupNames === undefined) {
        return entra;
    }
    const { adminGroupNames, adminGroupObjectIds = [], ...others } = entra;
    const ids = adminGroupNames.map((name) => objectIdOf(pulumi.output(name), parent));
    return { ...others, adminGroupObjectIds: [...adminGroupObjectIds, ...ids] };
}

function objectIdOf(name: pulumi.Output<string>, parent: pulumi.Resource): pulumi.Output<string> {
    return lookUpOf(
        name,
        (displayName) => emptyUnderMocks(getGroup({ displayName, securityEnabled: true }, { parent })),
        (displayName, reason) =>
            `The admin group "${displayName}" of entra.adminGroupNames could not be found: ${reason}\n` +
            "Correct its name, or set its object id in entra.adminGroupObjectIds instead.",
    ).objectId;
}
