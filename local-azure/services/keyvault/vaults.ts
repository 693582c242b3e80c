import { badRequest, conflict } from "../../kernel/errors";
import { arrayAt, objectAt, stringAt, valueAt } from "../../kernel/json";
import { sameId } from "../../kernel/resourceId";
import { vaultType } from "../../kernel/typeNames";
import { holderOf, type NameRule } from "../nameAvailability";
import type { PlainType } from "../plainRoutes";
import type { Call } from "../service";

/** Soft delete is stored and shown, but a deleted vault is gone: there is nothing to recover or purge. */
export const vault: PlainType = {
    type: vaultType,
    patch: "merge",
    removedAtOnce: true,
    properties: (sent, { name }) => ({
        accessPolicies: [],
        enabledForDeployment: false,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enableRbacAuthorization: false,
        publicNetworkAccess: "Enabled",
        ...withoutCreateMode(sent),
        vaultUri: `https://${name.toLowerCase()}.vault.azure.net/`,
    }),
    check,
};

export const vaultNames: NameRule = {
    invalid: (name) => (validName(name) ? undefined : invalidName(name).message),
    taken: (name) => alreadyExists(name).message,
};

function check(call: Call): void {
    const { path, body, azure } = call;
    if (!validName(path.name)) throw invalidName(path.name);
    const holder = holderOf(call, vaultType, path.name);
    if (holder && !sameId(holder, path.id)) throw alreadyExists(path.name);
    if (!stringAt(body, "properties", "sku", "name")) throw invalidRequest("The parameter sku is required.");
    const tenant = stringAt(body, "properties", "tenantId");
    if (!tenant) throw invalidRequest("The parameter tenantId is required.");
    const rbac = valueAt(body, "properties", "enableRbacAuthorization") === true;
    const policies = arrayAt(body, "properties", "accessPolicies");
    // The SDK's doc of accessPolicies: required unless the vault is recovered; an RBAC vault ignores them.
    if (!rbac && !policies) throw invalidRequest("The parameter accessPolicies is not specified.");
    for (const policy of policies ?? []) {
        if (stringAt(policy, "tenantId") !== tenant) throw otherTenant();
        if (!stringAt(policy, "objectId") || !objectAt(policy, "permissions"))
            throw invalidRequest("An access policy needs an objectId and permissions.");
    }
    if (tenant.toLowerCase() !== azure.settings.tenantId.toLowerCase()) throw unknownTenant(tenant);
}

function withoutCreateMode({ createMode: _, ...rest }: Record<string, unknown>) {
    return rest;
}

function validName(name: string): boolean {
    return /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/.test(name);
}

const invalidName = (name: string) =>
    badRequest(
        "VaultNameNotValid",
        `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must ` +
            "begin with a letter, end with a letter or digit, and not contain consecutive hyphens. Follow this link for " +
            "more information: https://go.microsoft.com/fwlink/?linkid=2147742",
    );

const alreadyExists = (name: string) =>
    conflict(
        "VaultAlreadyExists",
        `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is ` +
            "already taken. If you are sure that the vault name was not taken then it is possible that a vault with the " +
            "same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in " +
            "a recoverable state then the vault will need to be purged before reusing the name. For more information on " +
            "soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.",
    );

// BadRequest is the vault service's code for a body it does not like; these messages are not documented.

const invalidRequest = (why: string) => badRequest("BadRequest", why);

const otherTenant = () =>
    invalidRequest("All identities in accessPolicies must use the same tenant ID as the key vault's tenant ID.");

const unknownTenant = (tenant: string) =>
    invalidRequest(`The tenant '${tenant}' is not the tenant of this subscription.`);
