import { createHash } from "node:crypto";
import { type DirectoryObject, directoryType } from "./directoryType";
import { list, text, textAt } from "./values";

/** Members, owners, `preventDuplicateNames`, administrative units and what concerns mail are not modelled, and refused by name. */
export const group: DirectoryObject = {
    token: "azuread:index/group:Group",
    set: "groups",
    properties: {
        assignableToRole: { graph: "isAssignableToRole", forceNew: true, default: false },
        description: { graph: "description" },
        displayName: { graph: "displayName", required: true },
        mailEnabled: { graph: "mailEnabled", default: false },
        mailNickname: { graph: "mailNickname", forceNew: true, computed: true },
        securityEnabled: { graph: "securityEnabled", default: false },
        types: { graph: "groupTypes", set: true, forceNew: true },
        visibility: { graph: "visibility", computed: true },
    },
    outputs: {
        mail: textAt("mail"),
        objectId: textAt("id"),
        onpremisesDomainName: textAt("onPremisesDomainName"),
        onpremisesNetbiosName: textAt("onPremisesNetBiosName"),
        onpremisesSamAccountName: textAt("onPremisesSamAccountName"),
        onpremisesSecurityIdentifier: textAt("onPremisesSecurityIdentifier"),
        onpremisesSyncEnabled: (object) => object.onPremisesSyncEnabled === true,
        preferredLanguage: textAt("preferredLanguage"),
        proxyAddresses: (object) => list(object.proxyAddresses),
    },
    refusal: ({ mailEnabled, securityEnabled }) =>
        mailEnabled === undefined && securityEnabled === undefined
            ? '"mail_enabled": one of `mail_enabled,security_enabled` must be specified'
            : undefined,
    // Graph insists on a nickname; the provider makes one up.
    besides: ({ displayName, mailNickname }) => ({
        mailNickname: mailNickname ?? createHash("sha256").update(text(displayName)).digest("hex").slice(0, 10),
    }),
};

export const azureadGroup = directoryType(group);
