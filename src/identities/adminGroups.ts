import { getGroup } from "@pulumi/azuread/getGroup";
import * as pulumi from "@pulumi/pulumi";
import type { EntraArgs } from "../args";
import { explained } from "../engine/lookUps";
import { emptyUnderMocks } from "../engine/mocks";

/** The same settings with every admin group by object id: those given by name are found in Entra. */
export function withAdminGroupIds(entra: EntraArgs | undefined, parent: pulumi.Resource): EntraArgs | undefined {
    if (entra?.adminGroupNames === undefined) {
        return entra;
    }
    const { adminGroupNames, adminGroupObjectIds = [], ...others } = entra;
    const ids = adminGroupNames.map((name) =>
        pulumi.output(name).apply((displayName) => objectIdOf(displayName, parent)),
    );
    return { ...others, adminGroupObjectIds: [...adminGroupObjectIds, ...ids] };
}

async function objectIdOf(displayName: string, parent: pulumi.Resource): Promise<string> {
    const group = await explained(
        emptyUnderMocks(getGroup({ displayName, securityEnabled: true }, { parent })),
        (reason) =>
            `The admin group "${displayName}" of entra.adminGroupNames could not be found: ${reason}\n` +
            "Correct its name, or give its object id in entra.adminGroupObjectIds, for which nothing is looked up.",
    );
    return group.objectId;
}
