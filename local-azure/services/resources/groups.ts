import {
    ArmError,
    badRequest,
    conflict,
    locationNotAvailableForGroup,
    locationRequired,
    resourceGroupNotFound,
} from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { compact, type JsonObject, stringAt, tagsOf } from "../../kernel/json";
import type { Operation } from "../../kernel/operations";
import { groupId, nameOf, subscriptionOf, subscriptionScope } from "../../kernel/resourceId";
import type { Entry, Table } from "../../kernel/resourceStore";
import { clusterType, groupType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { isRegion, normalLocation, regionNames } from "../location";
import { startOperation } from "../longRunning";
import type { Call } from "../service";

export interface ResourceGroup {
    location: string;
    tags?: Record<string, string>;
    /** The resource that made the group for its own use, as a cluster makes its node resource group. */
    managedBy?: string;
}

export function putGroup(call: Call): Reply {
    const location = stringAt(call.body, "location");
    if (!location) throw locationRequired();
    if (!/^[-\w._()]{1,89}[-\w_()]$|^[-\w_()]$/.test(call.path.name)) throw invalidGroupName(call.path.name);
    const groups = groupsOf(call.azure);
    const before = groups.get(call.path.id);
    const wanted = normalLocation(location);
    if (!isRegion(wanted)) throw locationNotAvailableForGroup(location, regionNames);
    if (before && before.data.location !== wanted) throw groupElsewhere(wanted, before.data.location);

    const tags = tagsOf(call.body);
    const managedBy = stringAt(call.body, "managedBy") ?? before?.data.managedBy;
    const id = groupId(subscriptionScope(call.path.subscriptionId ?? ""), call.path.name);
    const entry = groups.put(id, {
        location: wanted,
        ...(tags && { tags }),
        ...(managedBy && { managedBy }),
    });
    return { status: before ? 200 : 201, body: view(call.azure, entry) };
}

export function getGroup(call: Call): Reply {
    return { status: 200, body: view(call.azure, existing(call)) };
}

export function groupExists(call: Call): Reply {
    return { status: groupsOf(call.azure).get(call.path.id) ? 204 : 404 };
}

export function patchGroup(call: Call): Reply {
    const entry = existing(call);
    const tags = tagsOf(call.body);
    const changed = groupsOf(call.azure).put(entry.id, { ...entry.data, ...(tags && { tags }) });
    return { status: 200, body: view(call.azure, changed) };
}

/** Everything in the group goes with it. Takes as long as a cluster's operation if a cluster is in it. */
export function deleteGroup(call: Call): Reply {
    const entry = existing(call);
    const { azure } = call;
    const running = azure.operations.pendingOn(entry.id);
    if (running) return { status: 202, headers: pollHeaders(azure, running, call.apiVersion) };
    const holdsCluster = azure.store.table(clusterType).list(entry.id).length > 0;
    const ofCluster = { method: "DELETE", type: clusterType, exists: true };
    const operation = startOperation(call, {
        target: entry.id,
        location: entry.data.location,
        effect: "remove",
        seconds: holdsCluster ? azure.settings.durations.of("operation", ofCluster) : call.seconds.operation,
    });
    return { status: 202, headers: pollHeaders(azure, operation, call.apiVersion) };
}

/** 202 with the same Location until the group is gone, then 200; 409 where it stays (Azure/azure-cli#11277). */
export function pollGroupRemoval({ azure, path, apiVersion }: Call): Reply {
    const operation = azure.operations.get(path.name);
    if (!operation) throw new ArmError(404, "NotFound", `The operation '${path.name}' was not found.`);
    if (azure.operations.isFinished(operation)) {
        if (operation.fate?.kind === "fails") throw conflict(operation.fate.code, operation.fate.message);
        return { status: 200 };
    }
    return { status: 202, headers: pollHeaders(azure, operation, apiVersion) };
}

export function listGroups({ azure, path }: Call): Reply {
    return {
        status: 200,
        body: {
            value: groupsOf(azure)
                .list(subscriptionScope(path.subscriptionId ?? ""))
                .map((entry) => view(azure, entry)),
        },
    };
}

export function groupsOf(azure: Azure): Table<ResourceGroup> {
    return azure.store.table<ResourceGroup>(groupType);
}

function existing(call: Call): Entry<ResourceGroup> {
    const entry = groupsOf(call.azure).get(call.path.id);
    if (!entry) throw resourceGroupNotFound(call.path.name);
    return entry;
}

function pollHeaders(azure: Azure, { id, target }: Operation, apiVersion: string): Record<string, string> {
    const location = `${azure.armEndpoint}${subscriptionOf(target)}/operationresults/${id}?api-version=${apiVersion}`;
    return { location };
}

function view(azure: Azure, { id, data }: Entry<ResourceGroup>): JsonObject {
    const provisioningState = azure.operations.pendingOn(id) ? "Deleting" : "Succeeded";
    return compact({
        id,
        name: nameOf(id),
        type: "Microsoft.Resources/resourceGroups",
        location: data.location,
        managedBy: data.managedBy,
        tags: data.tags,
        properties: { provisioningState },
    });
}

const invalidGroupName = (name: string) =>
    badRequest(
        "InvalidResourceGroup",
        `The provided resource group name '${name}' has these invalid characters or ends with '.'. The name can only ` +
            "be a letter, digit, '-', '.', '(', ')' or '_'.",
    );

const groupElsewhere = (wanted: string, existing: string) =>
    conflict(
        "InvalidResourceGroupLocation",
        `Invalid resource group location '${wanted}'. The Resource group already exists in location '${existing}'.`,
    );
