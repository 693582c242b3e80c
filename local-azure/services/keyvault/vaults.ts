import { badRequest, conflict, notModelled, resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { arrayAt, objectAt, stringAt, valueAt } from "../../kernel/json";
import { idIn, nameOf, sameId, subscriptionOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { deletedVaultType, vaultType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { holderOf, type NameRule } from "../nameAvailability";
import type { PlainResource } from "../plainResource";
import type { PlainType } from "../plainRoutes";
import type { Call } from "../service";

/** A deleted vault keeps its name until it is purged, or its retention is over; recovery is not modelled. */
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
    if (stringAt(body, "properties", "createMode")?.toLowerCase() === "recover")
        throw notModelled("the recovery of a vault");
    if (!holder && deletedNamed(azure, path.name)) throw existsDeleted();
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

/** A deleted vault as it is listed. */
interface DeletedVault {
    properties: { vaultId: string; location: string; deletionDate: string; scheduledPurgeDate: string };
    until: number;
    isProtected: boolean;
}

const deletedIn = ({ store }: Azure) => store.table<DeletedVault>(deletedVaultType);
const isKept = ({ clock }: Azure, { data }: Entry<DeletedVault>) => clock.now() < data.until;

const deletedNamed = (azure: Azure, name: string) =>
    deletedIn(azure)
        .list()
        .find((entry) => sameId(nameOf(entry.id), name) && isKept(azure, entry));

export function keepDeleted(azure: Azure, { id, data }: Entry<unknown>): void {
    const { location = "", properties } = data as PlainResource;
    const now = azure.clock.now();
    const until = now + Number(properties.softDeleteRetentionInDays) * 24 * 3600 * 1000;
    const [deletionDate, scheduledPurgeDate] = [now, until].map((ms) => new Date(ms).toISOString());
    deletedIn(azure).put(idIn(subscriptionOf(id), deletedVaultType, location, nameOf(id)), {
        properties: {
            vaultId: id,
            location,
            deletionDate: deletionDate ?? "",
            scheduledPurgeDate: scheduledPurgeDate ?? "",
        },
        until,
        isProtected: properties.enablePurgeProtection === true,
    });
}

function existingDeleted({ azure, path }: Call): Entry<DeletedVault> {
    const entry = deletedIn(azure).get(path.id);
    if (!entry || !isKept(azure, entry)) throw resourceNotFound(deletedVaultType, path.names, undefined);
    return entry;
}

export function getDeleted(call: Call): Reply {
    const { id, data } = existingDeleted(call);
    return {
        status: 200,
        body: { id, name: nameOf(id), type: "Microsoft.KeyVault/deletedVaults", properties: data.properties },
    };
}

/** Purge protection forbids it for everybody. */
export function purgeDeleted(call: Call): Reply {
    const { id, data } = existingDeleted(call);
    if (data.isProtected) throw purgeNotAllowed();
    deletedIn(call.azure).delete(id);
    return { status: 200 };
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

/** alan-turing-institute/data-safe-haven#2523. */
const existsDeleted = () =>
    conflict(
        "ConflictError",
        "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. " +
            "Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
    );

/** Unverified. */
const purgeNotAllowed = () => badRequest("MethodNotAllowed", "Operation 'DeletedVaultPurge' is not allowed.");
