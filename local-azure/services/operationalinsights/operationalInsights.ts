import { createHash } from "node:crypto";
import { invalidParameter } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { azureTime } from "../../kernel/operations";
import { workspaceType } from "../../kernel/typeNames";
import { guidOf } from "../hashes";
import { existingResource } from "../plainRoutes";
import { plainService } from "../plainService";
import { type Call, route } from "../service";

/** Microsoft.OperationalInsights: workspaces as the place logs would go to. */
export const operationalInsights = plainService(
    "Microsoft.OperationalInsights",
    [
        {
            type: workspaceType,
            identity: true,
            patch: "merge",
            removedAtOnce: true,
            properties: (sent, { azure, id, before }) => ({
                sku: { name: "pergb2018" },
                retentionInDays: 30,
                features: { enableLogAccessUsingOnlyResourcePermissions: true },
                publicNetworkAccessForIngestion: "Enabled",
                publicNetworkAccessForQuery: "Enabled",
                workspaceCapping: { dailyQuotaGb: -1 },
                ...sent,
                customerId: guidOf(id),
                createdDate: before?.createdDate ?? azureTime(azure.clock.now()),
                modifiedDate: azureTime(azure.clock.now()),
            }),
            check: ({ path }) => {
                if (!/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/.test(path.name)) throw invalidName(path.name);
            },
        },
    ],
    { routes: [route("POST", workspaceType, { action: "sharedKeys" }, sharedKeys)] },
);

/** Worked out from the id whenever asked for, so that no key is in the state file; the log keeps no answers. */
function sharedKeys(call: Call): Reply {
    const { id } = existingResource(call, workspaceType);
    const key = (which: string) => createHash("sha512").update(`${which} ${id.toLowerCase()}`).digest("base64");
    return { status: 200, body: { primarySharedKey: key("primary"), secondarySharedKey: key("secondary") } };
}

/** The rule is the SDK's (4 to 63 letters, digits and '-'); code and message are not documented. */
const invalidName = (name: string) =>
    invalidParameter(
        `The workspace name '${name}' is invalid: 4 to 63 letters, digits and '-', '-' neither first nor last.`,
    );
