import type { ManagedIdentityAksClusterArgs } from "../args";
import { SYSTEM_PODS } from "../cluster/podIdentityArgs";
import { KUBERNETES_NAME } from "./common";
import { repeated } from "./pools";
import { type Known, rules } from "./rule";
import { isSet } from "./settings";

const POD_IDENTITY = "https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity";

/** The exception of AKS's own pods is the fiftieth. */
const MOST_ENTRIES = { identities: 50, exceptions: 49 };

/** Pod-managed identities, for those who still run them. */
export const POD_IDENTITY_RULES = rules(POD_IDENTITY, {
    PodIdentityName: {
        ...KUBERNETES_NAME,
        inputs: ["addons.podIdentity.identities[].name", "addons.podIdentity.exceptions[].name"],
        fix: "Pass the name alone, without its namespace.",
    },
    PodIdentityExceptionLabels: {
        inputs: ["addons.podIdentity.exceptions[].podLabels"],
        accepts: (labels) => Object.keys(Object(labels)).length > 0,
        message: "an exception is for pods with certain labels, one at least",
        fix: 'Pass for example { app: "proxy" }.',
    },
    PodIdentityEnded: {
        warning: true,
        when: { "addons.podIdentity": isSet },
        message: "aad-pod-identity is out of support since September 2025",
        fix: "Move its apps to workload identities (AksWorkloadIdentity), then remove podIdentity.",
        source: "https://learn.microsoft.com/azure/aks/workload-identity-migrate-from-pod-identity",
    },
    PodIdentityNeedsManagedIdentity: {
        when: { "addons.podIdentity": isSet, "controlPlaneIdentity.type": "ServicePrincipal" },
        message:
            "pod identities are assigned by the managed identity of the cluster, and this one has a service principal",
        fix: "Use a managed identity as control plane, or remove podIdentity.",
    },
    PodIdentityOnKubenet: {
        azureCode: "PodIdentityAddonWithKubeNetNeedsConsent",
        when: {
            "addons.podIdentity.allowNetworkPluginKubenet": [undefined, false],
            "addons.podIdentity": isSet,
            "network.networkPlugin": "kubenet",
        },
        message:
            "with kubenet a pod can take on another one's address, and with it that one's identity, so AKS asks for consent",
        fix: 'Use network.networkPlugin "azure", or set it to true where you trust all pods.',
        source: `${POD_IDENTITY}#using-kubenet-network-plugin-with-microsoft-entra-pod-managed-identities`,
    },
    PodIdentityLimit: {
        validate: (args) =>
            entriesIn(args)
                .filter(({ list, entries }) => entries.length > MOST_ENTRIES[list])
                .map(({ list }) => ["addons", "podIdentity", list]),
        message:
            "a cluster takes at most 50 pod identities, and at most 50 exceptions of which one is for the pods of AKS",
        fix: "Use one identity or exception for several pods, or workload identities, which have no such limit.",
    },
    PodIdentityTwice: {
        validate: (args) =>
            entriesIn(args).flatMap(({ list, entries }) => {
                const reserved = list === "exceptions" ? [SYSTEM_PODS] : [];
                return repeated([...reserved, ...entries], isSameInNamespace).map((index) => [
                    "addons",
                    "podIdentity",
                    list,
                    index - reserved.length,
                ]);
            }),
        message: `an earlier entry of the list, or the exception of the pods of AKS (${SYSTEM_PODS.namespace}/${SYSTEM_PODS.name}), has this name in this namespace`,
        fix: "Give each a name of its own.",
    },
});

function entriesIn({ addons }: Known<ManagedIdentityAksClusterArgs>) {
    const { identities = [], exceptions = [] } = addons?.podIdentity ?? {};
    return [
        { list: "identities" as const, entries: identities },
        { list: "exceptions" as const, entries: exceptions },
    ];
}

/** Something in a namespace of Kubernetes. */
interface Namespaced {
    namespace?: string;
    name?: string;
}

/** Whether two things are one to Kubernetes. */
export function isSameInNamespace(one: Namespaced, other: Namespaced): boolean {
    return typeof one.name === "string" && one.name === other.name && one.namespace === other.namespace;
}
