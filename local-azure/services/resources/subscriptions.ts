import type { Azure } from "../../arm/azure";
import { isWithin } from "../../arm/resourceId";
import type { Call, Reply } from "../service";

export function listTenants({ azure }: Call): Reply {
    const { tenantId } = azure.settings;
    return {
        status: 200,
        body: {
            value: [
                {
                    id: `/tenants/${tenantId}`,
                    tenantId,
                    countryCode: "US",
                    displayName: "local-azure",
                    domains: ["local-azure.example"],
                    tenantCategory: "Home",
                },
            ],
        },
    };
}

/** A caller sees the subscription if it holds any role on it or within it. */
export function listSubscriptions({ azure, caller }: Call): Reply {
    const scope = `/subscriptions/${azure.settings.subscriptionId}`;
    const seen = azure.access.assignments
        .list()
        .some(({ data }) => data.principalId === caller.objectId && isWithin(scope, data.scope));
    const value = seen ? [subscription(azure)] : [];
    return { status: 200, body: { value, count: { type: "Total", value: value.length } } };
}

export function getSubscription({ azure }: Call): Reply {
    return { status: 200, body: subscription(azure) };
}

function subscription(azure: Azure) {
    const { subscriptionId, tenantId } = azure.settings;
    return {
        id: `/subscriptions/${subscriptionId}`,
        authorizationSource: "RoleBased",
        managedByTenants: [],
        subscriptionId,
        tenantId,
        displayName: "local-azure",
        state: "Enabled",
        subscriptionPolicies: {
            locationPlacementId: "Public_2014-09-01",
            quotaId: "PayAsYouGo_2014-09-01",
            spendingLimit: "Off",
        },
    };
}
