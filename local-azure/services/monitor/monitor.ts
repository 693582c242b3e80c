import { stringAt } from "../../kernel/json";
import { subscriptionOf } from "../../kernel/resourceId";
import { type Entry, nameOf } from "../../kernel/resourceStore";
import type { Azure } from "../azure";
import { guidOf, hexOf } from "../hashes";
import { endpointType, ruleType } from "../insights/insights";
import { type PlainResource, tableOf } from "../plainResource";
import { plainService } from "../plainService";
import { groupsOf } from "../resources/groups";

const accountType = "Microsoft.Monitor/accounts";

/** Microsoft.Monitor: Azure Monitor workspaces, each with its managed group of an endpoint and a rule. */
export const monitor = plainService(
    "Microsoft.Monitor",
    [
        {
            type: accountType,
            etag: true,
            patch: "merge",
            properties: (sent, { id, name }) => ({
                publicNetworkAccess: "Enabled",
                ...sent,
                accountId: guidOf(id),
                metrics: {
                    internalId: `mac_${guidOf(id)}`,
                    prometheusQueryEndpoint: `https://${name.toLowerCase()}-${hexOf(id).slice(0, 4)}.westus2.prometheus.monitor.azure.com`,
                },
            }),
            written: makeIngestion,
            computed: (_azure, entry) => ({ defaultIngestionSettings: ingestionOf(entry) }),
        },
    ],
    {
        removed: {
            [accountType]: (azure, entry) => azure.remove(managedGroupId(entry as Entry<PlainResource>)),
        },
    },
);

/** The endpoint and the rule that Azure makes with a workspace, in a group it manages. */
function makeIngestion(azure: Azure, entry: Entry<PlainResource>): void {
    const group = managedGroupId(entry);
    if (azure.store.get(group)) return;
    const location = entry.data.location ?? "";
    const ids = ingestionOf(entry);
    groupsOf(azure).put(group, { location, managedBy: entry.id });
    tableOf(azure, endpointType).put(ids.dataCollectionEndpointResourceId, {
        location,
        members: {},
        properties: {},
    });
    tableOf(azure, ruleType).put(ids.dataCollectionRuleResourceId, {
        location,
        members: {},
        properties: { dataCollectionEndpointId: ids.dataCollectionEndpointResourceId },
    });
}

function ingestionOf(entry: Entry<PlainResource>) {
    const within = `${managedGroupId(entry)}/providers`;
    const name = nameOf(entry.id);
    return {
        dataCollectionEndpointResourceId: `${within}/${endpointType}/${name}`,
        dataCollectionRuleResourceId: `${within}/${ruleType}/${name}`,
    };
}

/** `MA_{name}_{location}_managed` in the workspace's subscription. */
function managedGroupId({ id, data }: Entry<PlainResource>): string {
    const name = `MA_${nameOf(id)}_${stringAt(data, "location")}_managed`;
    return `${subscriptionOf(id)}/resourceGroups/${name}`;
}
