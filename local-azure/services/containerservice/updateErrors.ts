import { ArmError } from "../../arm/errors";

// What the AKS provider refuses about a cluster that has been lived in: whose nodes were scaled and whose versions were
// raised by others. Comments as in errors.ts.

/**
 * Azure's (hashicorp/terraform-provider-azurerm#4543). Unverified where the request turns the autoscaler off: AKS said on
 * 2021-09-30 that it takes another count then (Azure/AKS#2656), and this model does not.
 */
export const cannotScaleByHand = (pool: string) =>
    new ArmError(
        400,
        "InvalidParameter",
        `Cannot manually scale AgentPool '${pool}' of an AKS cluster with cluster autoscaler enabled. Please disable ` +
            "cluster autoscaler in the cluster to manually scale.",
    );

/** The message is Azure's (Azure/AKS#1248); its code is unverified. */
export const cannotScaleAndEnable = (pool: string) =>
    new ArmError(
        400,
        "InvalidParameter",
        "Cannot manually scale and enable cluster autoscaler in the same update operation on VMSS Agentpool " +
            `'${pool}'.`,
    );

/** The message is Azure's (kubernetes-sigs/cluster-api-provider-azure#5947); its code is unverified. */
export const countOutOfRange = (count: number, min: number, max: number) =>
    new ArmError(
        400,
        "InvalidParameter",
        `agentPoolProfile.count was ${count}. It must be greater or equal to minCount:${min} and less than or equal to ` +
            `maxCount:${max}. If allowedMinCount was expected to be 0 but is 1: 1) The nodepool is a VMAS pool. 2) api ` +
            "Version is less than 2020-03-01. 3) The node is a system pool.",
    );

/** What AKS says of `count` (Azure/azure-cli#22442); unverified for the bounds. */
export const poolParameterInvalid = (name: "minCount" | "maxCount") =>
    new ArmError(
        400,
        "InvalidParameter",
        `The value of parameter agentPoolProfile.${name} is invalid. Please see https://aka.ms/aks-naming-rules for more ` +
            "details.",
    );
