import {
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
    type PodIdentityArgs,
    type PodIdentityExceptionArgs,
    type PodManagedIdentityArgs,
} from "../args";
import { SYSTEM_PODS } from "../cluster/podIdentityArgs";
import { isObject, isOutput, isRecord } from "../values";
import { addonsOf, each, given, sameInNamespace, twice } from "./places";
import type { Path, Place, Rule } from "./rule";
import { KUBERNETES_NAME, NAMESPACE } from "./verdicts";

const POD_IDENTITY = "https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity";

/** Exceptions include that of the pods of AKS. */
const MOST_ENTRIES = { identities: 50, exceptions: 49 };

/** Pod-managed identities, for those who still run them. */
export const POD_IDENTITY_RULES: readonly Rule[] = [
    {
        code: "PodIdentityEnded",
        warning: true,
        asksOutputs: true,
        places: (args) => inPodIdentity(args, (podIdentity, path) => [{ path, value: podIdentity }]),
        broken: () => true,
        rule: "aad-pod-identity is out of support since September 2025",
        fix: "Move its apps to workload identities (AksWorkloadIdentity), then remove podIdentity.",
        source: "https://learn.microsoft.com/azure/aks/workload-identity-migrate-from-pod-identity",
    },
    {
        code: "PodIdentityNeedsManagedIdentity",
        asksOutputs: true,
        places: (args) =>
            inPodIdentity(args, (podIdentity, path) => [
                { path, value: podIdentity, beside: args.controlPlaneIdentity?.type },
            ]),
        broken: (_, type) => type === ControlPlaneIdentityType.ServicePrincipal,
        rule: "pod identities are assigned by the managed identity of the cluster, and this one has a service principal",
        fix: "Use a managed identity as control plane, or remove podIdentity.",
        source: POD_IDENTITY,
    },
    {
        code: "PodIdentityOnKubenet",
        azureCode: "PodIdentityAddonWithKubeNetNeedsConsent",
        places: (args) =>
            inPodIdentity(args, ({ allowNetworkPluginKubenet }, path) => [
                {
                    path: [...path, "allowNetworkPluginKubenet"],
                    value: allowNetworkPluginKubenet,
                    beside: args.network?.networkPlugin,
                },
            ]),
        broken: (allowed, plugin) => plugin === "kubenet" && allowed !== true,
        rule: "with kubenet a pod can take on another one's address, and with it that one's identity, so AKS asks for consent",
        fix: 'Use network.networkPlugin "azure", or set it to true where you trust all pods.',
        source: `${POD_IDENTITY}#using-kubenet-network-plugin-with-microsoft-entra-pod-managed-identities`,
    },
    {
        code: "PodIdentityLimit",
        asksOutputs: true,
        places: (args) =>
            inPodIdentity(args, ({ identities, exceptions }, path) => [
                ...given([...path, "identities"], identities, MOST_ENTRIES.identities),
                ...given([...path, "exceptions"], exceptions, MOST_ENTRIES.exceptions),
            ]),
        broken: (value, most) => Array.isArray(value) && value.length > Number(most),
        rule: "a cluster takes at most 50 pod identities, and at most 50 exceptions of which one is for the pods of AKS",
        fix: "Use one identity or exception for several pods, or workload identities, which have no such limit.",
        source: POD_IDENTITY,
    },
    {
        ...NAMESPACE,
        places: (args) =>
            entries(args, ({ namespace }, path) => [{ path: [...path, "namespace"], value: namespace }]),
    },
    {
        ...KUBERNETES_NAME,
        code: "PodIdentityName",
        places: (args) => entries(args, ({ name }, path) => [{ path: [...path, "name"], value: name }]),
        fix: "Pass the name alone, without its namespace.",
    },
    {
        code: "PodIdentityTwice",
        asksOutputs: true,
        places: (args) =>
            inPodIdentity(args, ({ identities, exceptions }, path) => [
                ...twice(whole(identities, "identities", path)),
                ...twice([{ path, value: SYSTEM_PODS }, ...whole(exceptions, "exceptions", path)]),
            ]),
        broken: (value, before) =>
            Array.isArray(before) && before.some((earlier) => sameInNamespace(earlier, value)),
        rule: `an earlier entry of the list, or the exception of the pods of AKS (${SYSTEM_PODS.namespace}/${SYSTEM_PODS.name}), has this name in this namespace`,
        fix: "Give each a name of its own.",
        source: POD_IDENTITY,
    },
    {
        code: "PodIdentityExceptionLabels",
        asksOutputs: true,
        places: (args) =>
            inPodIdentity(args, ({ exceptions }, path) =>
                each(exceptions, "exceptions", ({ podLabels }, inside) => [
                    { path: [...path, ...inside, "podLabels"], value: podLabels },
                ]),
            ),
        // Labels behind an output are AKS's to count.
        broken: (value) => !isOutput(value) && !(isRecord(value) && Object.keys(value).length > 0),
        rule: "an exception is for pods with certain labels, one at least",
        fix: 'Pass for example { app: "proxy" }.',
        source: POD_IDENTITY,
    },
];

function inPodIdentity(
    args: ManagedIdentityAksClusterArgs,
    places: (podIdentity: PodIdentityArgs, path: Path) => Place[],
): Place[] {
    const { podIdentity } = addonsOf(args);
    return isObject(podIdentity) ? places(podIdentity, ["addons", "podIdentity"]) : [];
}

type Entry = PodManagedIdentityArgs | PodIdentityExceptionArgs;

/** The places inside of each identity and each exception. */
function entries(
    args: ManagedIdentityAksClusterArgs,
    places: (entry: Entry, path: Path) => Place[],
): Place[] {
    return inPodIdentity(args, ({ identities, exceptions }, path) => [
        ...each<Entry>(identities, "identities", (entry, inside) => places(entry, [...path, ...inside])),
        ...each<Entry>(exceptions, "exceptions", (entry, inside) => places(entry, [...path, ...inside])),
    ]);
}

function whole(list: Entry[] | undefined, name: string, path: Path): Place[] {
    return each(list, name, (value, inside) => [{ path: [...path, ...inside], value }]);
}
