import { registryNames, registryType } from "../containerregistry/containerRegistry";
import { vaultNames, vaultType } from "../keyvault/vaults";
import { nameAvailabilityRoute } from "../nameAvailability";
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
import { listLocations } from "./locations";
import { getProvider, listProviders, registerProvider, registrationType, unregisterProvider } from "./providers";
import { resourceListRoutes } from "./resourceList";
import { getSubscription, listSubscriptions, listTenants } from "./subscriptions";

const subscriptions = "Microsoft.Resources/subscriptions";
const readProviders = `${subscriptions}/providers/read`;

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
        { method: "GET", type: `${subscriptions}/locations`, on: "collection", handle: listLocations },
        {
            method: "GET",
            type: registrationType,
            on: "collection",
            action: () => readProviders,
            handle: listProviders,
        },
        {
            method: "GET",
            type: registrationType,
            on: "resource",
            action: () => readProviders,
            handle: getProvider,
        },
        {
            method: "POST",
            type: registrationType,
            on: { action: "register" },
            action: ({ name }) => `${name}/register/action`,
            handle: registerProvider,
        },
        {
            method: "POST",
            type: registrationType,
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
