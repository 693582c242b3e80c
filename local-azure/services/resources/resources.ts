import { groupType, providerType, registryType, subscriptionType, vaultType } from "../../kernel/typeNames";
import { registryNames } from "../containerregistry/containerRegistry";
import { vaultNames } from "../keyvault/vaults";
import { nameAvailabilityRoute } from "../nameAvailability";
import { route, type Service } from "../service";
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
        route("GET", "Microsoft.Resources/tenants", "collection", listTenants, { open: true }),
        route("GET", subscriptionType, "collection", listSubscriptions, { open: true }),
        route("GET", subscriptionType, "resource", getSubscription),
        route("GET", groupType, "collection", listGroups),
        route("PUT", groupType, "resource", putGroup),
        route("GET", groupType, "resource", getGroup),
        route("HEAD", groupType, "resource", groupExists),
        route("PATCH", groupType, "resource", patchGroup),
        route("DELETE", groupType, "resource", deleteGroup),
        route("GET", `${subscriptionType}/operationresults`, "resource", pollGroupRemoval, { open: true }),
        route("GET", `${subscriptionType}/locations`, "collection", listLocations),
        route("GET", providerType, "collection", listProviders, { action: () => readProviders }),
        route("GET", providerType, "resource", getProvider, { action: () => readProviders }),
        route("POST", providerType, { action: "register" }, registerProvider, {
            action: ({ name }) => `${name}/register/action`,
        }),
        route("POST", providerType, { action: "unregister" }, unregisterProvider, {
            action: ({ name }) => `${name}/unregister/action`,
        }),
        ...resourceListRoutes,
        nameAvailabilityRoute({ [registryType]: registryNames, [vaultType]: vaultNames }),
    ],
    finished: {
        // The end of every accepted DELETE, whichever provider accepted it.
        remove: (azure, { target }) => azure.remove(target),
    },
};
