import { stringAt } from "../../kernel/json";
import { groupId, idIn, nameOf, subscriptionOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { dataCollectionEndpointType, dataCollectionRuleType, monitorAccountType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { guidOf, hexOf } from "../hashes";
import { type PlainResource, tableOf } from "../plainResource";
import { plainService } from "../plainService";
import { groupsOf } from "../resources/groups";

/** Microsoft.Monitor: Azure Monitor workspaces, each with its managed group of an endpoint and a rule. */
export const monitor = plainService(
    "Microsoft.Monitor",
    [
        {
            type: monitorAccountType,
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
            [monitorAccountType]: (azure, entry) => azure.remove(managedGroupId(entry as Entry<PlainResource>)),
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
    tableOf(azure, dataCollectionEndpointType).put(ids.dataCollectionEndpointResourceId, {
        location,
        members: {},
        properties: {},
    });
    tableOf(azure, dataCollectionRuleType).put(ids.dataCollectionRuleResourceId, {
        location,
        members: {},
        properties: { dataCollectionEndpointId: ids.dataCollectionEndpointResourceId },
    });
}

function ingestionOf(entry: Entry<PlainResource>) {
    const group = managedGroupId(entry);
    const name = nameOf(entry.id);
    return {
        dataCollectionEndpointResourceId: idIn(group, dataCollectionEndpointType, name),
        dataCollectionRuleResourceId: idIn(group, dataCollectionRuleType, name),
    };
}

/** `MA_{name}_{location}_managed` in the workspace's subscription. */
function managedGroupId({ id, data }: Entry<PlainResource>): string {
    return groupId(subscriptionOf(id), `MA_${nameOf(id)}_${stringAt(data, "location")}_managed`);
}
