import type { Reply } from "../../kernel/http";
import { isWithin, subscriptionScope } from "../../kernel/resourceId";
import type { Azure } from "../azure";
import type { Call } from "../service";

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

export function listSubscriptions(call: Call): Reply {
    const value = visibleSubscriptions(call).map((id) => subscription(call.azure, id));
    return { status: 200, body: { value, count: { type: "Total", value: value.length } } };
}

/** A caller sees a subscription if it holds any role on it or within it. */
export function visibleSubscriptions({ azure, caller }: Call): string[] {
    const held = azure.access.assignments.list().filter(({ data }) => data.principalId === caller.objectId);
    return azure.settings.subscriptionIds.filter((id) =>
        held.some(({ data }) => isWithin(subscriptionScope(id), data.scope)),
    );
}

export function getSubscription({ azure, path }: Call): Reply {
    return { status: 200, body: subscription(azure, path.name) };
}

function subscription(azure: Azure, id: string) {
    const { subscriptionIds, tenantId } = azure.settings;
    const subscriptionId = subscriptionIds.find((each) => each.toLowerCase() === id.toLowerCase()) ?? id;
    return {
        id: subscriptionScope(subscriptionId),
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
