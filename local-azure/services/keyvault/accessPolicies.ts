import { badRequest, resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { arrayAt, isObject, type JsonObject, objectAt, stringAt } from "../../kernel/json";
import { vaultType } from "../../kernel/typeNames";
import { tableOf } from "../plainResource";
import type { Call } from "../service";

/** PUT `accessPolicies/{add|replace|remove}`: changes the vault's list by object id (and application id). */
export function putAccessPolicies(call: Call): Reply {
    const { azure, path, body } = call;
    const vaults = tableOf(azure, vaultType);
    const vault = vaults.get(path.parent);
    if (!vault) throw resourceNotFound(vaultType, path.names.slice(0, 1), path.resourceGroup);
    const change = changes[path.name.toLowerCase()];
    if (!change) throw unknownOperation(path.name);

    const sent = (arrayAt(body, "properties", "accessPolicies") ?? []).filter(isObject);
    const policies = (arrayAt(vault.data.properties, "accessPolicies") ?? []).filter(isObject);
    const accessPolicies = change(policies, sent);
    vaults.put(vault.id, { ...vault.data, properties: { ...vault.data.properties, accessPolicies } });
    return {
        status: 200,
        body: {
            id: `${vault.id}/accessPolicies/`,
            type: `${vaultType}/accessPolicies`,
            location: vault.data.location,
            properties: { accessPolicies },
        },
    };
}

const changes: Record<string, (policies: JsonObject[], sent: JsonObject[]) => JsonObject[]> = {
    add: (policies, sent) => {
        const all = new Map(policies.map((policy) => [keyOf(policy), policy]));
        for (const policy of sent) {
            const known = all.get(keyOf(policy));
            all.set(keyOf(policy), known ? merged(known, policy) : policy);
        }
        return [...all.values()];
    },
    replace: (policies, sent) => [...without(policies, sent), ...sent],
    remove: without,
};

function without(policies: JsonObject[], gone: JsonObject[]): JsonObject[] {
    const keys = new Set(gone.map(keyOf));
    return policies.filter((policy) => !keys.has(keyOf(policy)));
}

function keyOf(policy: JsonObject): string {
    return `${stringAt(policy, "objectId")} ${stringAt(policy, "applicationId") ?? ""}`.toLowerCase();
}

/** Permissions of both, each once. */
function merged(one: JsonObject, other: JsonObject): JsonObject {
    const [before, more] = [objectAt(one, "permissions") ?? {}, objectAt(other, "permissions") ?? {}];
    const kinds = [...new Set([...Object.keys(before), ...Object.keys(more)])];
    const permissions = kinds.map((kind) => [
        kind,
        [...new Set([...(arrayAt(before, kind) ?? []), ...(arrayAt(more, kind) ?? [])])],
    ]);
    return { ...one, permissions: Object.fromEntries(permissions) };
}

/** Not documented: what another word than the three is answered with. */
const unknownOperation = (name: string) =>
    badRequest("BadRequest", `The access policy operation '${name}' is not one of add, replace and remove.`);
