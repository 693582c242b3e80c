import { PROPAGATION_PAGE } from "../azure/pages";
import { rules } from "../validation/rule";
import { isSet } from "../validation/settings";
import { NAMING } from "./common";
import { ofPools } from "./pools";

/** The cluster as a whole. */
export const CLUSTER_RULES = rules(NAMING, {
    ClusterName: {
        inputs: ["clusterName"],
        accepts: /^[a-zA-Z0-9](?:[-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
        message:
            "a cluster name must have 1 to 63 letters, digits, hyphens and underscores, and start and end with a letter or digit",
        fix: "Shorten it or use other characters, or leave it out for a generated name.",
    },
    DnsPrefix: {
        inputs: ["dnsPrefix"],
        accepts: /^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/,
        message: "a DNS prefix must have 1 to 54 letters, digits and hyphens, and start and end with a letter or digit",
        fix: "Shorten it or use other characters, or leave it out for a prefix derived from the component's name.",
    },
    KubernetesVersion: {
        inputs: ["kubernetesVersion", ...ofPools("kubernetesVersion")],
        accepts: /^\d+\.\d+(?:\.\d+)?$/,
        message: "a Kubernetes version must have the form major.minor or major.minor.patch",
        fix: 'Write it like "1.34" or "1.34.2".',
        source: "aks/supported-kubernetes-versions",
    },
    PropagationTimeout: {
        inputs: ["propagationTimeoutMinutes"],
        accepts: (minutes) => typeof minutes === "number" && minutes >= 1 && minutes <= 60,
        message:
            "the timeout for role assignments must be 1 to 60 minutes; 60 minutes is the longest propagation that Azure documents",
        fix: "Choose a whole number in that range, or leave it out for 60.",
        source: PROPAGATION_PAGE,
    },
    DnsPrefixOrFqdnSubdomain: {
        when: { dnsPrefix: isSet, "properties.fqdnSubdomain": isSet },
        message: "dnsPrefix and properties.fqdnSubdomain both set the start of the API server's address",
        fix: "Remove dnsPrefix or properties.fqdnSubdomain.",
        source: "aks/private-clusters#custom-private-dns-zone-with-subdomain-create-a-private-aks-cluster",
    },
    FqdnSubdomainNeedsOwnZone: {
        when: { "properties.fqdnSubdomain": isSet, "apiServer.privateDNSZone": [undefined, "system", "none"] },
        message: "this requires your own private DNS zone, and apiServer.privateDNSZone is not the id of one",
        fix: "Set apiServer.privateDNSZone to the id of your zone, or use dnsPrefix instead of fqdnSubdomain.",
        source: "aks/private-clusters#custom-private-dns-zone-with-subdomain-create-a-private-aks-cluster",
    },
});
