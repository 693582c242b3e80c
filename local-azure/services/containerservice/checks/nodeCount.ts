import type { ArmError } from "../../../kernel/errors";
import { type JsonObject, stringAt } from "../../../kernel/json";
import { requiredParameter } from "../errors";
import type { PoolRequest } from "../request/request";
import type { AgentPool } from "../state/state";
import * as errors from "../updateErrors";

/**
 * What AKS refuses about the number of nodes that a request names. `countPath` is how AKS calls it: another name in a
 * pool of its own than in its cluster's list.
 */
export function refusedCount(
    { name, properties }: PoolRequest,
    before: AgentPool | undefined,
    countPath: string,
): ArmError | undefined {
    const [count, min, max] = ["count", "minCount", "maxCount"].map((key) => numberAt(properties, key));
    const scales = isAutoscaled(properties);
    const scaled = before !== undefined && isAutoscaled(before.properties);
    if (count === undefined) return scales || scaled ? requiredParameter(countPath) : undefined;
    if (scaled && count !== before.properties.count) return errors.cannotScaleByHand(name);

    const mode = stringAt(properties, "mode") ?? stringAt(before?.properties, "mode");
    const fewest = mode === "System" ? 1 : 0;
    if (!scales) return within(count, fewest, mostNodes) ? undefined : errors.countOutOfRange(count, fewest, mostNodes);
    if (min === undefined) return requiredParameter(siblingOf(countPath, "minCount"));
    if (max === undefined) return requiredParameter(siblingOf(countPath, "maxCount"));
    if (!within(min, fewest, max)) return errors.poolParameterInvalid("minCount");
    if (max > mostNodes) return errors.poolParameterInvalid("maxCount");
    // New bounds may leave out the count that the autoscaler has come to: it goes on from there
    // (Azure/azure-cli-extensions#1606 for minCount, hashicorp/terraform-provider-azurerm#26417 for maxCount).
    if (scaled) return undefined;
    if (before && count !== before.properties.count) return errors.cannotScaleAndEnable(name);
    return within(count, min, max) ? undefined : errors.countOutOfRange(count, min, max);
}

/** https://learn.microsoft.com/azure/aks/quotas-skus-regions. */
const mostNodes = 1000;

const isAutoscaled = ({ enableAutoScaling }: JsonObject) => enableAutoScaling === true;

const within = (count: number, min: number, max: number) => min <= count && count <= max;

const siblingOf = (path: string, name: string) => path.replace(/[^.]+$/, name);

function numberAt(properties: JsonObject, key: string): number | undefined {
    const value = properties[key];
    return typeof value === "number" ? value : undefined;
}
