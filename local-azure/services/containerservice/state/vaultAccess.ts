import { stringAt } from "../../../kernel/json";
import { isWithin } from "../../../kernel/resourceId";
import type { Entry } from "../../../kernel/resourceStore";
import { keyType, vaultType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { policyAllows } from "../../keyvault/keys";
import { type PlainResource, tableOf } from "../../plainResource";

/** What a vault's access policies call a data action; the roles and the policies of facts/role-definitions.json side by side. */
const permissions: Record<string, [kind: "keys" | "secrets" | "certificates", permission: string]> = {
    [`${keyType}/read`]: ["keys", "get"],
    [`${keyType}/encrypt/action`]: ["keys", "encrypt"],
    [`${keyType}/decrypt/action`]: ["keys", "decrypt"],
    [`${keyType}/wrap/action`]: ["keys", "wrapKey"],
    [`${keyType}/unwrap/action`]: ["keys", "unwrapKey"],
    [`${vaultType}/secrets/getSecret/action`]: ["secrets", "get"],
    [`${vaultType}/certificates/read`]: ["certificates", "get"],
};

/** A vault that goes by access policies asks no role: its id, and whether the policy lets the principal; else undefined. */
export function decidedByPolicy(
    azure: Azure,
    principalId: string,
    dataAction: string,
    scope: string,
): { vault: string; allowed: boolean } | undefined {
    const asked = permissions[dataAction];
    const vault = asked && vaultAround(azure, scope);
    if (!vault || vault.data.properties.enableRbacAuthorization === true) return undefined;
    const [kind, permission] = asked;
    const allowed =
        azure.directory.canAct(principalId) && policyAllows(vault.data.properties, principalId, permission, kind);
    return { vault: vault.id, allowed };
}

function vaultAround(azure: Azure, scope: string): Entry<PlainResource> | undefined {
    return tableOf(azure, vaultType)
        .list()
        .find(({ id }) => isWithin(id, scope));
}

/** The resource id of a key that is given as its URL, `https://{vault}.vault.azure.net/keys/{key}/{version}`. */
export function keyOfUrl(azure: Azure, url: string): { vault: string; key: string } | undefined {
    const [, host, key] = /^(https:\/\/[^/]+\/)keys\/([^/]+)/i.exec(url) ?? [];
    const vault = tableOf(azure, vaultType)
        .list()
        .find(({ data }) => stringAt(data.properties, "vaultUri")?.toLowerCase() === host?.toLowerCase());
    return vault && { vault: vault.id, key: `${vault.id}/keys/${key}` };
}
