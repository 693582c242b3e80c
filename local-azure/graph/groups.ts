import type { Principal } from "../identity/directory";
import { type Tenant, tenantDomain } from "../identity/tenant";
import { type JsonObject, stringAt } from "../kernel/json";
import { type GraphCall, graphTime, patched, settable, unset } from "./call";
import { invalidProperty, missingProperty, notFound } from "./errors";
import type { ObjectSet } from "./objectSet";

export const groups: ObjectSet<Principal> = {
    set: "groups",
    all: ({ directory }) => directory.all().filter(({ type }) => type === "Group"),
    find: ({ directory }, id) => {
        const found = directory.get(id);
        return found?.type === "Group" ? found : undefined;
    },
    view: (_tenant, group) => groupView(group),
    create,
    patch: ({ tenant, body }, group) => {
        const properties = patched(group.properties ?? {}, settable(body, ["id"]));
        tenant.directory.add({ ...group, properties });
    },
    remove: ({ directory }, { objectId }) => directory.remove(objectId),
};

/** Display names need not be unique; these four are what Graph insists on. Who is in a group is settled here for good. */
function create({ tenant, body }: GraphCall): Principal {
    const properties = settable(body, ["id"]);
    for (const name of ["displayName", "mailEnabled", "mailNickname", "securityEnabled"]) {
        if (properties[name] === undefined || properties[name] === "") throw missingProperty(name);
    }
    return tenant.directory.create({
        clientId: "",
        type: "Group",
        properties: { ...properties, createdDateTime: graphTime(tenant.clock.now()) },
        members: boundMembers(tenant, body),
    });
}

/** `["https://…/directoryObjects/<object id>"]`; each object must be there. */
function boundMembers({ directory }: Tenant, body: JsonObject): string[] {
    const name = "members@odata.bind";
    const links = body[name] ?? [];
    if (!Array.isArray(links)) throw invalidProperty(name);
    return links.map((link) => {
        const id = /\/([\da-f-]{36})$/i.exec(String(link))?.[1];
        if (!id) throw invalidProperty(name);
        if (!directory.lookUp(id)) throw notFound(id);
        return id;
    });
}

/** What Graph always shows, then what was set. */
export function groupView({ objectId, properties = {} }: Principal): JsonObject {
    const nickname = stringAt(properties, "mailNickname") ?? "";
    return {
        id: objectId,
        ...unset(`deletedDateTime classification createdDateTime description isAssignableToRole membershipRule
            membershipRuleProcessingState onPremisesDomainName onPremisesNetBiosName onPremisesSamAccountName
            onPremisesSecurityIdentifier onPremisesSyncEnabled preferredLanguage theme visibility`),
        mail: properties.mailEnabled === true ? `${nickname}@${tenantDomain}` : null,
        groupTypes: [],
        proxyAddresses: [],
        resourceBehaviorOptions: [],
        resourceProvisioningOptions: [],
        ...properties,
    };
}
