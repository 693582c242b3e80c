import { badRequest } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { stringAt } from "../../kernel/json";
import { nameOf, sameId } from "../../kernel/resourceId";
import {
    dataCollectionEndpointType,
    dataCollectionRuleType,
    monitorAccountType,
    workspaceType,
} from "../../kernel/typeNames";
import { hexOf } from "../hashes";
import { tableOf } from "../plainResource";
import { type PlainType, view } from "../plainRoutes";
import { plainService } from "../plainService";
import { type Call, route } from "../service";

const associationType = "Microsoft.Insights/dataCollectionRuleAssociations";

const association: PlainType = {
    type: associationType,
    kind: "extension",
    etag: true,
    removedAtOnce: true,
    links: [
        { at: "dataCollectionRuleId", action: `${dataCollectionRuleType}/read` },
        { at: "dataCollectionEndpointId", action: `${dataCollectionEndpointType}/read` },
    ],
    check: checkAssociation,
};

/** Microsoft.Insights: where monitoring data comes from and goes to. It collects none. */
export const insights = plainService(
    "Microsoft.Insights",
    [
        {
            type: dataCollectionEndpointType,
            members: ["kind"],
            identity: true,
            etag: true,
            patch: "merge",
            removedAtOnce: true,
            properties: (sent, { id, name }) => ({
                networkAcls: { publicNetworkAccess: "Enabled" },
                ...sent,
                immutableId: `dce-${hexOf(id).slice(0, 32)}`,
                configurationAccess: { endpoint: ingestion(name, id, "handler.control") },
                logsIngestion: { endpoint: ingestion(name, id, "ingest") },
                metricsIngestion: { endpoint: ingestion(name, id, "metrics.ingest") },
            }),
        },
        {
            type: dataCollectionRuleType,
            members: ["kind"],
            identity: true,
            etag: true,
            patch: "merge",
            removedAtOnce: true,
            links: [
                { at: "dataCollectionEndpointId", action: `${dataCollectionEndpointType}/read` },
                {
                    at: "destinations.logAnalytics.*.workspaceResourceId",
                    action: `${workspaceType}/read`,
                },
                {
                    at: "destinations.monitoringAccounts.*.accountResourceId",
                    action: `${monitorAccountType}/read`,
                },
            ],
            properties: (sent, { id }) => ({ ...sent, immutableId: `dcr-${hexOf(id).slice(0, 32)}` }),
        },
        association,
    ],
    {
        routes: [
            route(
                "GET",
                `${dataCollectionRuleType}/associations`,
                "collection",
                associationsOf("dataCollectionRuleId"),
            ),
            route(
                "GET",
                `${dataCollectionEndpointType}/associations`,
                "collection",
                associationsOf("dataCollectionEndpointId"),
            ),
        ],
    },
);

function ingestion(name: string, id: string, what: string): string {
    return `https://${name.toLowerCase()}-${hexOf(id).slice(0, 4)}.westus2-1.${what}.monitor.azure.com`;
}

/** One of the two ids; the endpoint's association has a name of its own (data collection docs). */
function checkAssociation({ path, body }: Call): void {
    const rule = stringAt(body, "properties", "dataCollectionRuleId");
    const endpoint = stringAt(body, "properties", "dataCollectionEndpointId");
    if (Boolean(rule) === Boolean(endpoint)) throw invalidPayload();
    if (endpoint && path.name.toLowerCase() !== "configurationaccessendpoint") throw endpointName(path.name);
}

/** From the other end: what is associated with a rule or an endpoint. */
function associationsOf(property: string) {
    return ({ azure, path }: Call): Reply => {
        const value = tableOf(azure, associationType)
            .list()
            .filter(({ data }) => sameId(stringAt(data.properties, property) ?? "", path.parent))
            .map((entry) => view(azure, entry, association));
        return { status: 200, body: { value } };
    };
}

/** InvalidPayload is the provider's code for any bad body; the messages are not documented. */
const invalidPayload = () =>
    badRequest(
        "InvalidPayload",
        "Data collection rule association needs either 'dataCollectionRuleId' or 'dataCollectionEndpointId', not both.",
    );

const endpointName = (name: string) =>
    badRequest(
        "InvalidPayload",
        `An association with a data collection endpoint is named 'configurationAccessEndpoint', not '${nameOf(name)}'.`,
    );
