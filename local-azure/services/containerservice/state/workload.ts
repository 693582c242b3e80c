import { badRequest } from "../../../kernel/errors";
import { isObject } from "../../../kernel/json";
import { resourceType } from "../../../kernel/resourceId";
import { addressType, registryType, subnetType, vaultType } from "../../../kernel/typeNames";
import type { Workload } from "./state";

/** Of which type the ids of each list are. */
const types: Record<keyof Workload, string> = {
    registries: registryType,
    vaults: vaultType,
    certificateVaults: vaultType,
    ingressVaults: vaultType,
    internalLoadBalancerSubnets: subnetType,
    publicIPs: addressType,
};

const ofEach = (idsOf: (key: keyof Workload) => string[]): Workload => ({
    registries: idsOf("registries"),
    vaults: idsOf("vaults"),
    certificateVaults: idsOf("certificateVaults"),
    ingressVaults: idsOf("ingressVaults"),
    internalLoadBalancerSubnets: idsOf("internalLoadBalancerSubnets"),
    publicIPs: idsOf("publicIPs"),
});

export const noWorkload = () => ofEach(() => []);

/** Takes a declaration apart; a list that is not named is left as it was. */
export function declaredWorkload(before: Workload, declared: unknown): Workload {
    if (!isObject(declared)) throw invalidWorkload("The content is not a JSON object.");
    for (const key of Object.keys(declared)) {
        if (!(key in types)) {
            throw invalidWorkload(`'${key}' is not one of ${Object.keys(types).join(", ")}.`);
        }
    }
    return ofEach((key) => (key in declared ? ids(key, declared[key]) : before[key]));
}

function ids(key: keyof Workload, value: unknown): string[] {
    if (!Array.isArray(value)) throw invalidWorkload(`'${key}' is not a list of resource ids.`);
    return value.map((id: unknown) => {
        if (typeof id === "string" && resourceType(id)?.toLowerCase() === types[key].toLowerCase()) return id;
        throw invalidWorkload(`${JSON.stringify(id)} in '${key}' is not the id of a ${types[key]}.`);
    });
}

const invalidWorkload = (why: string) => badRequest("InvalidWorkload", why);
