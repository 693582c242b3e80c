import { randomUUID } from "node:crypto";
import { declaredType } from "../../kernel/declarations";
import { ArmError, notModelled } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, objectAt, stringAt, stringsAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { groupOf, nameOf, sameId, subscriptionOf, subscriptionScope } from "../../kernel/resourceId";
import { clusterType, providerType } from "../../kernel/typeNames";
import { visibleSubscriptions } from "../resources/subscriptions";
import type { Call, Service } from "../service";
import { parseQuery, type Query } from "./query";

const namespace = "Microsoft.ResourceGraph";

/**
 * Microsoft.ResourceGraph: the query for a fleet of clusters, by
 * https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources. What ARM knows it knows at
 * once; in Azure it comes after it.
 */
export const resourceGraph: Service = {
    namespace,
    routes: [
        {
            method: "POST",
            type: providerType,
            on: { action: "resources" },
            // A caller finds what he may read.
            open: true,
            versionsOf: ({ name }) => `${name}/resources`,
            handle: queryResources,
        },
    ],
};

function queryResources(call: Call): Reply {
    const { azure, body, path } = call;
    if (!sameId(path.name, namespace)) throw notModelled(`the action 'resources' of '${path.name}'`);
    requireKnown(body, ["query", "subscriptions", "options"]);
    const { $top = mostRows, $skipToken, resultFormat = "objectArray", ...others } = objectAt(body, "options") ?? {};
    requireKnown(others, []);
    if (resultFormat !== "objectArray") throw notModelled(`the result format '${resultFormat}' of Resource Graph`);
    if (!Number.isInteger($top) || Number($top) < 1 || Number($top) > mostRows) throw notModelled(`'$top' of ${$top}`);
    const text = stringAt(body, "query") ?? "";
    const query = parseQuery(text);
    if (!query) throw invalidQuery(call);

    const subscriptions = subscriptionsOf(call);
    const rows = rowsOf(call, subscriptions, query).map(query.shown);
    const token = $skipToken === undefined || $skipToken === null ? undefined : String($skipToken);
    const page = azure.pager.page(rows, JSON.stringify([text, subscriptions]), token, Number($top));
    if (!page) throw undecodedSkipToken(call);
    const { items, next } = page;
    return {
        status: 200,
        body: {
            totalRecords: rows.length,
            count: items.length,
            data: items,
            facets: [],
            // It says that there is more and no way to it: beside a token it is false.
            resultTruncated: next && !query.isPaged ? "true" : "false",
            ...(next && query.isPaged && { $skipToken: next }),
        },
    };
}

/** The most that one answer has (https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data). */
const mostRows = 1000;

function rowsOf({ azure, caller, read }: Call, subscriptions: string[], { isWanted, isOrdered }: Query): JsonObject[] {
    const { declaredIn = "" } = declaredType(clusterType) ?? {};
    const rows = subscriptions
        .flatMap((id) => azure.store.table(clusterType).list(subscriptionScope(id)))
        .filter(({ id }) => azure.access.allows(caller.objectId, `${clusterType}/read`, id))
        .map(({ id }) => rowOf(read(id, declaredIn) ?? {}, azure.settings.tenantId))
        .filter(isWanted);
    const key = (row: JsonObject) => (stringAt(row, "id") ?? "").toLowerCase();
    return isOrdered ? rows.sort((one, other) => (key(one) < key(other) ? -1 : 1)) : rows;
}

/** A resource of ARM's with every column; in which api-version its properties are is not known. */
function rowOf({ properties, ...body }: JsonObject, tenantId: string): JsonObject {
    const id = stringAt(body, "id") ?? "";
    return {
        id,
        name: body.name,
        type: stringAt(body, "type")?.toLowerCase(),
        tenantId,
        kind: body.kind ?? "",
        location: body.location,
        resourceGroup: nameOf(groupOf(id)).toLowerCase(),
        subscriptionId: nameOf(subscriptionOf(id)),
        managedBy: "",
        sku: body.sku ?? null,
        plan: null,
        properties,
        tags: body.tags ?? null,
        identity: body.identity ?? null,
        zones: null,
        extendedLocation: null,
    };
}

/** Those that are asked for, else all; whoever may see none of them is told so, and of the others nothing. */
function subscriptionsOf(call: Call): string[] {
    const asked = stringsAt(call.body, "subscriptions.*");
    const seen = visibleSubscriptions(call);
    const found = asked.length === 0 ? seen : seen.filter((id) => asked.some((each) => sameId(each, id)));
    if (found.length > 0) return found;
    throw refusal(
        call,
        "NoValidSubscriptionsInQueryRequest",
        `There must be at least one subscription that is eligible to contain resources. Given: '${asked.join(",")}'.`,
    );
}

function requireKnown(content: JsonObject, known: string[]): void {
    const other = Object.keys(content).find((key) => !known.includes(key) && !isEmpty(content[key]));
    if (other) throw notModelled(`'${other}' in a request to Resource Graph`);
}

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

// The words of Azure/aztfexport#491, microsoft/ARI#201 and scautomation/AzureResourceGraph-Examples#2.

const invalidQuery = (call: Call) =>
    refusal(
        call,
        "InvalidQuery",
        "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.",
    );

const undecodedSkipToken = (call: Call) => refusal(call, "CouldNotDecodeSkipToken", "Skip token could not be decoded.");

function refusal({ azure }: Call, code: string, message: string): ArmError {
    const support =
        `Please provide below info when asking for support: timestamp = ${azureTime(azure.clock.now())}, ` +
        `correlationId = ${randomUUID()}.`;
    return new ArmError(400, "BadRequest", support, {}, [{ code, message }]);
}
