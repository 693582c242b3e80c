import type { ManagedIdentityAksClusterArgs } from "../args";
import { SYSTEM_PODS } from "../cluster/podIdentityArgs";
import { type Known, rules } from "../validation/rule";
import { isSet, KUBENET, SERVICE_PRINCIPAL } from "../validation/settings";
import { OF_KUBERNETES_NAMES } from "./common";
import { repeated } from "./pools";

/** The exception of AKS's own pods is the fiftieth. */
const MOST_ENTRIES = { identities: 50, exceptions: 49 };

/** Pod-managed identities, for those who still run them. */
export const POD_IDENTITY_RULES = rules("aks/use-azure-ad-pod-identity", {
    PodIdentityName: {
        ...OF_KUBERNETES_NAMES,
        inputs: ["addons.podIdentity.identities[].name", "addons.podIdentity.exceptions[].name"],
        fix: "Pass the name alone, without its namespace.",
    },
    PodIdentityExceptionLabels: {
        inputs: ["addons.podIdentity.exceptions[].podLabels"],
        accepts: (labels) => Object.keys(Object(labels)).length > 0,
        message: "an exception requires at least one pod label",
        fix: 'Pass, for example, { app: "proxy" }.',
    },
    PodIdentityEnded: {
        warning: true,
        when: { "addons.podIdentity": isSet },
        message: "aad-pod-identity is out of support since September 2025",
        fix: "Move its apps to workload identities (AksWorkloadIdentity), then remove podIdentity.",
        source: "aks/workload-identity-migrate-from-pod-identity",
    },
    PodIdentityNeedsManagedIdentity: {
        when: { "addons.podIdentity": isSet, ...SERVICE_PRINCIPAL },
        message: "pod identities require a managed identity, and this cluster has a service principal",
        fix: "Use a managed identity for the control plane, or remove podIdentity.",
    },
    PodIdentityOnKubenet: {
        azureCode: "PodIdentityAddonWithKubeNetNeedsConsent",
        when: {
            "addons.podIdentity.allowNetworkPluginKubenet": [undefined, false],
            "addons.podIdentity": isSet,
            ...KUBENET,
        },
        message:
            "with kubenet, a pod can spoof the address of another pod and use its identity, so AKS requires your consent",
        fix: 'Use network.networkPlugin "azure", or set this input to true if you trust all pods.',
        source: "aks/use-azure-ad-pod-identity#update-an-existing-aks-cluster-with-kubenet-network-plugin",
    },
    PodIdentityLimit: {
        validate: (args) =>
            entriesIn(args)
                .filter(({ list, entries }) => entries.length > MOST_ENTRIES[list])
                .map(({ list }) => ["addons", "podIdentity", list]),
        message:
            "a cluster can have at most 50 pod identities and at most 50 exceptions, including the exception for the pods of AKS",
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
        message: `an earlier entry of the list, or the exception of the pods of AKS (${SYSTEM_PODS.namespace}/${SYSTEM_PODS.name}), has the same name in the same namespace`,
        fix: "Set a different name for each entry.",
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
