import { declaredType } from "../../kernel/declarations";
import { ArmError, badRequest, notModelled } from "../../kernel/errors";

/** Whose api-version it is, and where the request would be served. */
export interface Asked {
    type: string;
    apiVersion: string;
    location: string;
}

/** ARM knows which api-versions a type has, and asks no provider under another one. */
export function requireApiVersion(asked: Asked): void {
    const versions = apiVersionsOf(asked.type);
    // Whoever polls an operation takes the address that he was given.
    if (versions.length === 0 || versions.includes(asked.apiVersion) || isPoll.test(asked.type)) return;
    const newest = versions.at(-1) ?? "";
    if (asked.apiVersion > newest) {
        throw notModelled(
            `the api-version '${asked.apiVersion}' of '${asked.type}': the newest that it knows is '${newest}'`,
        );
    }
    throw unknownVersion(asked, versions);
}

const isPoll = /\/operation(s|results)$/i;

const known = new Map<string, string[]>();

/** Oldest first; none where the type is not one that can be asked under any. */
function apiVersionsOf(type: string): string[] {
    const key = type.toLowerCase();
    const versions = known.get(key) ?? [...new Set([...declaredFor(key), ...othersFor(key)])].sort();
    known.set(key, versions);
    return versions;
}

/** Of a type below a declared one they are the declared one's. */
function declaredFor(type: string): string[] {
    const declared = declaredType(type)?.apiVersions;
    if (declared || !type.includes("/")) return declared ?? [];
    return declaredFor(type.slice(0, type.lastIndexOf("/")));
}

function othersFor(type: string): string[] {
    return others.flatMap(({ below, apiVersions }) => (`${type}/`.startsWith(`${below}/`) ? apiVersions : []));
}

/** Api-versions that the SDK's declarations do not name. */
const others: { below: string; apiVersions: string[] }[] = [
    {
        // What the Azure CLI 2.91 sends.
        below: "microsoft.containerservice/managedclusters",
        apiVersions: ["2026-06-01"],
    },
    {
        // The same.
        below: "microsoft.containerregistry/registries",
        apiVersions: ["2026-09-01-preview"],
    },
    {
        // Those of vaults.
        below: "microsoft.keyvault/locations/deletedvaults",
        apiVersions: declaredType("Microsoft.KeyVault/vaults")?.apiVersions ?? [],
    },
    {
        // Those of `compute.VirtualMachineScaleSet` in the SDK.
        below: "microsoft.compute/virtualmachinescalesets",
        apiVersions: [
            ..."2015-06-15 2016-03-30 2016-04-30-preview 2017-03-30 2017-12-01 2018-04-01 2018-06-01".split(" "),
            ..."2018-10-01 2019-03-01 2019-07-01 2019-12-01 2020-06-01 2020-12-01 2021-03-01 2021-04-01".split(" "),
            ..."2021-07-01 2021-11-01 2022-03-01 2022-08-01 2022-11-01 2023-03-01 2023-07-01 2023-09-01".split(" "),
            ..."2024-03-01 2024-07-01 2024-11-01 2025-04-01 2025-11-01 2026-03-01".split(" "),
        ],
    },
    {
        // All of ARM's own, as its refusals list them (Azure/azure-cli#28038), and those since that clients send.
        below: "microsoft.resources",
        apiVersions: [
            ..."2014-04 2014-02-26 2013-03-01 2014-01-01 2014-04-01 2014-04-01-preview 2015-01-01 2015-11-01".split(
                " ",
            ),
            ..."2016-02-01 2016-06-01 2016-07-01 2016-09-01 2017-03-01 2017-05-01 2017-05-10 2017-06-01".split(" "),
            ..."2017-08-01 2017-12-01 2018-01-01 2018-02-01 2018-05-01 2018-06-01 2018-07-01 2018-08-01".split(" "),
            ..."2018-09-01 2018-11-01 2019-03-01 2019-05-01 2019-05-10 2019-06-01 2019-07-01 2019-08-01".split(" "),
            ..."2019-09-01 2019-10-01 2019-11-01 2020-01-01 2020-05-01 2020-06-01 2020-07-01 2020-08-01".split(" "),
            ..."2020-09-01 2020-10-01 2021-01-01 2021-04-01 2022-01-01 2022-03-01-preview 2022-05-01".split(" "),
            ..."2022-06-01 2022-09-01 2022-11-01-preview 2022-12-01 2023-03-01-preview 2023-07-01".split(" "),
            ..."2023-07-01-preview 2024-03-01 2024-07-01 2024-11-01 2025-03-01 2025-04-01".split(" "),
        ],
    },
    {
        // https://github.com/Azure/azure-rest-api-specs/tree/main/specification/resourcegraph
        below: "microsoft.resourcegraph/resources",
        apiVersions: ["2018-09-01-preview", "2019-04-01", "2021-03-01", "2022-10-01", "2024-04-01"],
    },
    {
        // https://learn.microsoft.com/rest/api/resources/features
        below: "microsoft.features",
        apiVersions: ["2014-08-01-preview", "2015-12-01", "2021-07-01"],
    },
];

function unknownVersion({ type, apiVersion, location }: Asked, versions: string[]): ArmError {
    const namespace = type.slice(0, type.indexOf("/"));
    const name = type.slice(type.indexOf("/") + 1);
    // Azure/azure-cli#28038.
    if (namespace === "Microsoft.Resources") {
        return badRequest(
            "InvalidApiVersionParameter",
            `The api-version '${apiVersion}' is invalid. The supported versions are '${[...versions].reverse().join(",")}'.`,
        );
    }
    // Azure/acs-engine#4037, Azure/azure-sdk-for-go#22888: what lies in no region.
    if (extension.test(type)) {
        return new ArmError(
            404,
            "InvalidResourceType",
            `The resource type '${name}' could not be found in the namespace '${namespace}' for api version ` +
                `'${apiVersion}'. The supported api-versions are '${versions.join(",")}'.`,
        );
    }
    // Azure/azure-cli#23985, #28496. Azure goes on with the locations of the type, which are not modelled.
    return badRequest(
        "NoRegisteredProviderFound",
        `No registered resource provider found for location '${location}' and API version '${apiVersion}' for type ` +
            `'${name}'. The supported api-versions are '${versions.join(", ")}'.`,
    );
}

const extension = /^Microsoft\.(Authorization|Features)\/|\/dataCollectionRuleAssociations$/i;
