import { getGroup } from "@pulumi/azuread/getGroup";
import * as pulumi from "@pulumi/pulumi";
import type { EntraArgs } from "../args";
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
    return (await emptyUnderMocks(getGroup({ displayName, securityEnabled: true }, { parent }))).objectId;
}
