import type { ManagedIdentityAksClusterArgs } from "../args";
import { ownDnsZone } from "../grants/networkGrants";
import { isRecord, matches } from "../values";
import { eachPool, entriesByKey, given } from "./places";
import type { Rule } from "./rule";
import { LOCATION, NAMING, RESOURCE_GROUP_NAME, ROLE_ASSIGNMENT_MODE, TAGS } from "./verdicts";

const MANAGED_IDENTITY = "https://learn.microsoft.com/azure/aks/use-managed-identity";

const SUBDOMAIN =
    "https://learn.microsoft.com/azure/aks/private-clusters#custom-private-dns-zone-with-subdomain-create-a-private-aks-cluster";

/** The cluster as a whole, and the deployment itself. */
export const CLUSTER_RULES: readonly Rule[] = [
    {
        ...RESOURCE_GROUP_NAME,
        places: (args) => [{ path: ["resourceGroupName"], value: args.resourceGroupName }],
    },
    {
        ...LOCATION,
        places: (args) => given(["location"], args.location),
    },
    {
        code: "ClusterName",
        places: (args) => given(["clusterName"], args.clusterName),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/, value),
        rule: "a cluster's name has 1 to 63 letters, digits, hyphens and underscores, a letter or digit at both ends",
        fix: "Shorten or respell it, or leave it out for a generated name.",
        source: NAMING,
    },
    {
        code: "DnsPrefix",
        places: (args) => given(["dnsPrefix"], args.dnsPrefix),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/, value),
        rule: "a DNS prefix has 1 to 54 letters, digits and hyphens, a letter or digit at both ends",
        fix: "Shorten or respell it, or leave it out for one made from the component's name.",
        source: NAMING,
    },
    {
        code: "DnsPrefixOrFqdnSubdomain",
        places: (args) => given(["dnsPrefix"], args.dnsPrefix, fqdnSubdomainOf(args) !== undefined),
        broken: (_, hasSubdomain) => hasSubdomain === true,
        rule: "the API server's address begins with dnsPrefix or, in an own private DNS zone, with properties.fqdnSubdomain, which is set",
        fix: "Remove one of the two.",
        source: SUBDOMAIN,
    },
    {
        code: "FqdnSubdomainNeedsOwnZone",
        asksOutputs: true,
        places: (args) =>
            given(["properties", "fqdnSubdomain"], fqdnSubdomainOf(args), ownDnsZone(args) !== undefined),
        broken: (_, hasZone) => hasZone === false,
        rule: "only in an own private DNS zone has an API server a subdomain of the user's choice, and apiServer.privateDnsZone is not the id of one",
        fix: "Set apiServer.privateDnsZone to the id of an own zone, or use dnsPrefix in place of fqdnSubdomain.",
        source: SUBDOMAIN,
    },
    {
        code: "KubernetesVersion",
        places: (args) => [
            ...given(["kubernetesVersion"], args.kubernetesVersion),
            ...eachPool(args, (pool, path) => given([...path, "kubernetesVersion"], pool.kubernetesVersion)),
        ],
        broken: (value) => !matches(/^\d+\.\d+(?:\.\d+)?$/, value),
        rule: "a Kubernetes version is written as major.minor or major.minor.patch",
        fix: 'Write it like "1.34" or "1.34.2".',
        source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
    },
    {
        ...ROLE_ASSIGNMENT_MODE,
        places: (args) => given(["roleAssignments"], args.roleAssignments),
    },
    {
        code: "PropagationTimeout",
        places: (args) => given(["propagationTimeoutMinutes"], args.propagationTimeoutMinutes),
        broken: (value) => typeof value !== "number" || !(value >= 1 && value <= 60),
        rule: "waiting for role assignments takes 1 to 60 minutes, the longest that Azure documents",
        fix: "Choose a number in that range, or leave it out for 60.",
        source: MANAGED_IDENTITY,
    },
    { ...TAGS, places: (args) => entriesByKey(["tags"], args.tags) },
];

function fqdnSubdomainOf({ properties }: ManagedIdentityAksClusterArgs): unknown {
    return isRecord(properties) ? properties.fqdnSubdomain : undefined;
}
