import { type ArmError, notModelled } from "../../../kernel/errors";
import { type Evidence, issue, page, recorded, refused } from "../../../kernel/evidence";
import { type JsonObject, stringAt, valueAt } from "../../../kernel/json";
import { invalidParameter } from "../errorsOfAks";
import type { PoolRequest } from "../request/request";
import type { AgentPool } from "../state/state";

/** What AKS refuses of a pool by itself, as a request leaves it. */
interface PoolRule extends Evidence {
    when(pool: JsonObject): boolean;
    error(name: string): ArmError;
}

const isSpot = (pool: JsonObject) => stringAt(pool, "scaleSetPriority") === "Spot";
const isSystem = (pool: JsonObject) => stringAt(pool, "mode") === "System";
const isSet = (pool: JsonObject, setting: string) => Boolean(valueAt(pool, "upgradeSettings", setting));
/** Of `"5"` or `"33%"`; AKS has this one where nothing is said. */
const nodesOf = (pool: JsonObject, setting: string, usual: string) =>
    Number.parseInt(stringAt(pool, "upgradeSettings", setting) || usual, 10);
const isOutside = (value: unknown, least: number, most: number) =>
    typeof value === "number" && (value < least || value > most);

const spot = page("aks/spot-node-pool#limitations");
const rolling = page("aks/upgrade-aks-node-pools-rolling");

export const poolRules: readonly PoolRule[] = [
    {
        // 0 asks for the usual size.
        when: ({ osDiskSizeGB }) => osDiskSizeGB !== 0 && isOutside(osDiskSizeGB, 30, 2048),
        error: (name) =>
            invalidParameter(`The OSDiskSize for Agent ${name} cannot be less than 30GB or larger than 2048GB.`),
        ...recorded(issue("pulumi/pulumi-azure-native#663")),
    },
    {
        when: (pool) => isSpot(pool) && isSet(pool, "maxSurge"),
        error: () =>
            invalidParameter(
                "The value of parameter agentPoolProfile.upgrade.maxSurge is invalid. Error details: Spot pools can't set max surge. " +
                    "Please see https://aka.ms/aks-naming-rules for more details.",
            ),
        ...recorded(issue("hashicorp/terraform-provider-azurerm#19355")),
    },
    {
        when: (pool) => isSpot(pool) && isSet(pool, "maxUnavailable"),
        error: () =>
            invalidParameter(
                "The value of parameter agentPoolProfile.upgradeSettings.maxUnavailable is invalid. Error details: Spot pools " +
                    "can't set maxUnavailable.",
            ),
        ...recorded("https://github.com/hashicorp/terraform-provider-azurerm/pull/31129"),
    },
    // That AKS refuses the rest is documented, and nothing about how.
    {
        when: (pool) => isSpot(pool) && isSystem(pool),
        error: () => notModelled("a spot pool of mode System"),
        ...refused(spot),
    },
    {
        when: (pool) => isSpot(pool) && stringAt(pool, "type") === "VirtualMachines",
        error: () => notModelled("a spot pool of type VirtualMachines"),
        ...refused(spot),
    },
    {
        when: (pool) => !isSpot(pool) && ["scaleSetEvictionPolicy", "spotMaxPrice"].some((key) => key in pool),
        error: () => notModelled("settings of a spot pool on another one"),
        ...refused(spot),
    },
    {
        when: ({ spotMaxPrice: price }) =>
            typeof price === "number" && price !== -1 && (price <= 0 || Number(price.toFixed(5)) !== price),
        error: () =>
            notModelled("a highest price that is neither -1 nor a positive number of at most five decimal places"),
        ...refused(spot),
    },
    {
        when: (pool) => isSystem(pool) && nodesOf(pool, "maxUnavailable", "0") > 0,
        error: () => notModelled("maxUnavailable of a pool of mode System"),
        ...refused(rolling),
    },
    {
        when: (pool) => !isSpot(pool) && nodesOf(pool, "maxSurge", "10%") + nodesOf(pool, "maxUnavailable", "0") === 0,
        error: () => notModelled("upgrades that neither add nodes nor take any out of service"),
        ...refused(rolling),
    },
    {
        when: (pool) =>
            isOutside(valueAt(pool, "upgradeSettings", "drainTimeoutInMinutes"), 5, 1440) ||
            isOutside(valueAt(pool, "upgradeSettings", "nodeSoakDurationInMinutes"), 0, 30),
        error: () => notModelled("a drain timeout outside of 5 to 1440 minutes, or a soak time outside of 0 to 30"),
        ...refused(rolling),
    },
];

export function refusedPool({ name, properties }: PoolRequest, before: AgentPool | undefined): ArmError | undefined {
    const pool = { ...before?.properties, ...properties };
    return poolRules.find(({ when }) => when(pool))?.error(name);
}
