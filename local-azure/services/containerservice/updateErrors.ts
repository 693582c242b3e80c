import { badRequest, invalidParameter } from "./errorsOfAks";
import { minorOf } from "./state/versions";

// What the AKS provider refuses because of what is there already: another node group, nodes that were scaled and versions
// that were raised by others. Comments as in errors.ts.

/** Azure's (hashicorp/terraform-provider-azurerm#7562). */
export const nodeGroupExists = (group: string, subscription: string) =>
    badRequest(
        "NodeResourceGroupAlreadyExists",
        `Node resource group '${group}' under subscription '${subscription}' already exists, please provide a new one.`,
    );

/** Azure's (Azure/azure-cli#27215); its status is unverified. */
export const nodeGroupSameAsGroup = (nodeGroup: string, group: string) =>
    badRequest(
        "NodeResourceGroupSameAsResourceGroup",
        `Node resource group '${nodeGroup}' is the same as ResourceGroup '${group}', which is not allowed, please provide a ` +
            "different node resource group.",
    );

/**
 * Azure's (hashicorp/terraform-provider-azurerm#4543). Unverified where the request turns the autoscaler off: AKS said on
 * 2021-09-30 that it takes another count then (Azure/AKS#2656), and this model does not.
 */
export const cannotScaleByHand = (pool: string) =>
    invalidParameter(
        `Cannot manually scale AgentPool '${pool}' of an AKS cluster with cluster autoscaler enabled. Please disable ` +
            "cluster autoscaler in the cluster to manually scale.",
    );

/** The message is Azure's (Azure/AKS#1248); its code is unverified. */
export const cannotScaleAndEnable = (pool: string) =>
    invalidParameter(
        "Cannot manually scale and enable cluster autoscaler in the same update operation on VMSS Agentpool " +
            `'${pool}'.`,
    );

/** The message is Azure's (kubernetes-sigs/cluster-api-provider-azure#5947); its code is unverified. */
export const countOutOfRange = (count: number, min: number, max: number) =>
    invalidParameter(
        `agentPoolProfile.count was ${count}. It must be greater or equal to minCount:${min} and less than or equal to ` +
            `maxCount:${max}. If allowedMinCount was expected to be 0 but is 1: 1) The nodepool is a VMAS pool. 2) api ` +
            "Version is less than 2020-03-01. 3) The node is a system pool.",
    );

/** What AKS says of `count` (Azure/azure-cli#22442); unverified for the bounds. */
export const poolParameterInvalid = (name: "minCount" | "maxCount") =>
    invalidParameter(
        `The value of parameter agentPoolProfile.${name} is invalid. Please see https://aka.ms/aks-naming-rules for more ` +
            "details.",
    );

/** Azure's (rancher/rancher#24071). Which upgrades are on offer is not modelled. */
export const versionDowngrade = (from: string, to: string) => versionNotAllowed("Downgrading", from, to);

/** Azure's (rancher/dashboard#11884). */
export const versionSkipped = (from: string, to: string) => versionNotAllowed("Upgrading", from, to);

const versionNotAllowed = (what: string, from: string, to: string) =>
    badRequest(
        "OperationNotAllowed",
        `${what} Kubernetes version ${from} to ${to} is not allowed. Available upgrades: []. Please see ` +
            "https://aka.ms/aks-supported-k8s-ver for version details.",
    );

/** Azure's (microsoft/Microsoft-Defender-for-Cloud#923). */
export const versionNotSupported = (cluster: string, version: string) =>
    badRequest("K8sVersionNotSupported", `Managed cluster ${cluster} has invalid version ${version}. ${supportedList}`);

/** Azure's (dspace-group/simphera-reference-architecture-azure#29). */
export const poolVersionNotSupported = (version: string) =>
    badRequest(
        "AgentPoolK8sVersionNotSupported",
        `Version ${version} is not supported in this region. ${supportedList}`,
    );

const supportedList =
    "Please use [az aks get-versions] command to get the supported version list in this region. For more information, " +
    "please check https://aka.ms/supported-version-list";

/** Azure's, downwards too (nebari-dev/nebari#524, kubernetes-sigs/cluster-api-provider-azure#1883). */
export const poolVersionNotAllowed = (from: string, to: string) =>
    badRequest(
        "AgentPoolUpgradeVersionNotAllowed",
        `Upgrade agent pool version from ${from} to ${to} is not allowed, you can only upgrade one minor version at a ` +
            "time. Please use [az aks get-upgrades] command to get the supported upgrade paths. For more information, " +
            "please check https://aka.ms/version-skew-policy",
    );

/** Azure's (rancher/rancher#33426). */
export const poolMinorAhead = (pool: string, controlPlane: string) =>
    incompatible(
        pool,
        controlPlane,
        `Minor version of node pool version ${minorOf(pool)} is bigger than control plane version ${minorOf(controlPlane)}.`,
    );

/** That it is refused is documented (https://learn.microsoft.com/azure/aks/upgrade-node-pools); how is unverified. */
export const poolPatchAhead = (pool: string, controlPlane: string) =>
    incompatible(pool, controlPlane, "The node pool version is bigger than the control plane version.");

/** Azure's, with two minor versions until 2023 (MicrosoftDocs/azure-dev-docs#1034) and three since. */
export const poolBehind = (pool: string, controlPlane: string) =>
    incompatible(
        pool,
        controlPlane,
        "Minor version of node pool cannot be more than 3 versions less than control plane's version. Minor version of " +
            `node pool is ${minorOf(pool)} and control plane is ${minorOf(controlPlane)}.`,
    );

const incompatible = (pool: string, controlPlane: string, why: string) =>
    badRequest(
        "NodePoolMcVersionIncompatible",
        `Node pool version ${pool} and control plane version ${controlPlane} are incompatible. ${why} For more ` +
            "information, please check https://aka.ms/version-skew-policy",
    );

/** Azure's (pulumi/pulumi-azure-native#2094, hashicorp/terraform-provider-azurerm#23436); its status is unverified. */
export const poolVersionsDiffer = () =>
    badRequest(
        "NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged",
        "Using managed cluster api, all Agent pools' OrchestratorVersion must be all specified or all unspecified. If all " +
            "specified, they must be stay unchanged or the same with control plane. For agent pool specific change, please " +
            "use per agent pool operations: https://aka.ms/agent-pool-rest-api",
    );
