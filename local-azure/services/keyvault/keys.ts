import { ArmError, badRequest, parentResourceNotFound, resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { arrayAt, compact, isObject, type JsonObject, objectAt, stringAt, tagsOf } from "../../kernel/json";
import { nameOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { keyType, vaultType } from "../../kernel/typeNames";
import { hexOf } from "../hashes";
import { type PlainResource, tableOf } from "../plainResource";
import type { Call } from "../service";

/** Makes the first version of a key; where there is one already, nothing changes and it is what comes back. */
export function putKey(call: Call): Reply {
    const { azure, path, body } = call;
    const vault = vaultOf(call);
    const keys = tableOf(azure, keyType);
    const existing = keys.get(path.id);
    if (existing) return { status: 200, body: view(existing, vault) };
    const kty = stringAt(body, "properties", "kty");
    if (!kty || !/^(RSA|EC)(-HSM)?$/.test(kty)) throw badKeyType(kty);
    const now = Math.floor(azure.clock.now() / 1000);
    const tags = tagsOf(body);
    const rsa = kty.startsWith("RSA");
    const entry = keys.put(path.id, {
        ...(tags && { tags }),
        members: {},
        properties: {
            ...(rsa ? { keySize: 2048 } : { curveName: "P-256" }),
            keyOps: rsa ? ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"] : ["sign", "verify"],
            ...objectAt(body, "properties"),
            attributes: {
                enabled: true,
                exportable: false,
                recoveryLevel: "Recoverable+Purgeable",
                ...objectAt(body, "properties", "attributes"),
                created: now,
                updated: now,
            },
            version: hexOf(`${path.id} ${now}`).slice(0, 32),
        },
    });
    return { status: 200, body: view(entry, vault) };
}

export function getKey(call: Call): Reply {
    return { status: 200, body: view(existingKey(call), vaultOf(call)) };
}

export function listKeys(call: Call): Reply {
    const vault = vaultOf(call);
    const value = tableOf(call.azure, keyType)
        .list(vault.id)
        .map((entry) => view(entry, vault));
    return { status: 200, body: { value } };
}

/**
 * ARM cannot delete a key; the azure-native provider goes to the vault itself (its custom_keyvault.go). Here this stands
 * for that request, and asks what the vault would: the data action, or in a vault of access policies the permission.
 */
export function deleteKey(call: Call): Reply {
    const { azure, path, caller } = call;
    const key = tableOf(azure, keyType).get(path.id);
    if (!key) return { status: 204 };
    const { properties } = vaultOf(call).data;
    const allowed = properties.enableRbacAuthorization
        ? azure.access.decide(caller.objectId, `${keyType}/delete`, key.id, true).allowed
        : policyAllows(properties, caller.objectId, "delete");
    if (!allowed) throw forbidden(caller.objectId);
    azure.remove(key.id);
    return { status: 200 };
}

/** What an access policy of the vault lets a principal do. */
export function policyAllows(
    vault: JsonObject,
    objectId: string,
    permission: string,
    kind: "keys" | "secrets" | "certificates" = "keys",
): boolean {
    return (arrayAt(vault, "accessPolicies") ?? []).filter(isObject).some((policy) => {
        const permissions = arrayAt(policy, "permissions", kind)?.map((word) => String(word).toLowerCase()) ?? [];
        const whose = stringAt(policy, "objectId")?.toLowerCase() === objectId.toLowerCase();
        return whose && (permissions.includes("all") || permissions.includes(permission.toLowerCase()));
    });
}

function vaultOf({ azure, path }: Call): Entry<PlainResource> {
    const vault = tableOf(azure, vaultType).get(path.parent);
    if (!vault) throw parentResourceNotFound(keyType, path.parent);
    return vault;
}

function existingKey(call: Call): Entry<PlainResource> {
    const entry = tableOf(call.azure, keyType).get(call.path.id);
    if (!entry) throw resourceNotFound(keyType, call.path.names, call.path.resourceGroup);
    return entry;
}

function view({ id, data }: Entry<PlainResource>, vault: Entry<PlainResource>): JsonObject {
    const { version, ...properties } = data.properties;
    const keyUri = `${stringAt(vault.data.properties, "vaultUri")}keys/${nameOf(id)}`;
    return compact({
        id,
        name: nameOf(id),
        type: keyType,
        location: vault.data.location,
        tags: data.tags,
        properties: { ...properties, keyUri, keyUriWithVersion: `${keyUri}/${version}` },
    });
}

// Not documented: code and message for a wrong key type at the ARM plane.
const badKeyType = (kty: string | undefined) =>
    badRequest("BadRequest", `The key type '${kty ?? ""}' is not one of RSA, RSA-HSM, EC and EC-HSM.`);

/** The vault's own answer begins like this; it goes on with details of the request that are left out. */
const forbidden = (objectId: string) =>
    new ArmError(
        403,
        "Forbidden",
        `Caller is not authorized to perform action on resource. Caller: oid=${objectId}; Action: '${keyType}/delete'.`,
    );
