import { groupType, providerType, registryType, subscriptionType, vaultType } from "../../kernel/typeNames";
import { registryNames } from "../containerregistry/containerRegistry";
import { vaultNames } from "../keyvault/vaults";
import { nameAvailabilityRoute } from "../nameAvailability";
import type { Service } from "../service";
import { deleteGroup, getGroup, groupExists, listGroups, patchGroup, pollGroupRemoval, putGroup } from "./groups";
import { listLocations } from "./locations";
import { getProvider, listProviders, registerProvider, unregisterProvider } from "./providers";
import { resourceListRoutes } from "./resourceList";
import { getSubscription, listSubscriptions, listTenants } from "./subscriptions";

const readProviders = `${subscriptionType}/providers/read`;

/** Microsoft.Resources: tenant, subscription and its locations, resource groups, provider registrations. */
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
        { method: "GET", type: subscriptionType, on: "collection", open: true, handle: listSubscriptions },
        { method: "GET", type: subscriptionType, on: "resource", handle: getSubscription },
        { method: "GET", type: groupType, on: "collection", handle: listGroups },
        { method: "PUT", type: groupType, on: "resource", handle: putGroup },
        { method: "GET", type: groupType, on: "resource", handle: getGroup },
        { method: "HEAD", type: groupType, on: "resource", handle: groupExists },
        { method: "PATCH", type: groupType, on: "resource", handle: patchGroup },
        { method: "DELETE", type: groupType, on: "resource", handle: deleteGroup },
        {
            method: "GET",
            type: `${subscriptionType}/operationresults`,
            on: "resource",
            open: true,
            handle: pollGroupRemoval,
        },
        { method: "GET", type: `${subscriptionType}/locations`, on: "collection", handle: listLocations },
        {
            method: "GET",
            type: providerType,
            on: "collection",
            action: () => readProviders,
            handle: listProviders,
        },
        {
            method: "GET",
            type: providerType,
            on: "resource",
            action: () => readProviders,
            handle: getProvider,
        },
        {
            method: "POST",
            type: providerType,
            on: { action: "register" },
            action: ({ name }) => `${name}/register/action`,
            handle: registerProvider,
        },
        {
            method: "POST",
            type: providerType,
            on: { action: "unregister" },
            action: ({ name }) => `${name}/unregister/action`,
            handle: unregisterProvider,
        },
        ...resourceListRoutes,
        nameAvailabilityRoute({ [registryType]: registryNames, [vaultType]: vaultNames }),
    ],
    finished: {
        // The end of every accepted DELETE, whichever provider accepted it.
        remove: (azure, { target }) => azure.remove(target),
    },
};
