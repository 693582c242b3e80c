import type { Service } from "../service";
import {
    deleteGroup,
    getGroup,
    groupExists,
    groupType,
    listGroups,
    patchGroup,
    pollGroupRemoval,
    putGroup,
} from "./groups";
import { getProvider, listProviders } from "./providers";
import { getSubscription, listSubscriptions, listTenants } from "./subscriptions";

const subscriptions = "Microsoft.Resources/subscriptions";

/** Microsoft.Resources: tenant, subscription, resource groups, provider registrations. */
export const resources: Service = {
    namespace: "Microsoft.Resources",
    routes: [
        {
            method: "GET",
            type: "Microsoft.Resources/tenants",
            on: "collection",
            open: true,
            handle: listTenants,
        },
        { method: "GET", type: subscriptions, on: "collection", open: true, handle: listSubscriptions },
        { method: "GET", type: subscriptions, on: "resource", handle: getSubscription },
        { method: "GET", type: groupType, on: "collection", handle: listGroups },
        { method: "PUT", type: groupType, on: "resource", handle: putGroup },
        { method: "GET", type: groupType, on: "resource", handle: getGroup },
        { method: "HEAD", type: groupType, on: "resource", handle: groupExists },
        { method: "PATCH", type: groupType, on: "resource", handle: patchGroup },
        { method: "DELETE", type: groupType, on: "resource", handle: deleteGroup },
        {
            method: "GET",
            type: `${subscriptions}/operationresults`,
            on: "resource",
            open: true,
            handle: pollGroupRemoval,
        },
        { method: "GET", type: "Microsoft.Resources/providers", on: "collection", handle: listProviders },
        { method: "GET", type: "Microsoft.Resources/providers", on: "resource", handle: getProvider },
        {
            method: "POST",
            type: "Microsoft.Resources/providers",
            on: { action: "register" },
            handle: getProvider,
        },
    ],
    finished: {
        // The end of every accepted DELETE, whichever provider accepted it.
        remove: (azure, { target }) => azure.remove(target),
    },
};
