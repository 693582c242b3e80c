import { type ArmError, notModelled } from "../../../kernel/errors";
import { documented, issue, recorded } from "../../../kernel/evidence";
import { stringAt } from "../../../kernel/json";
import { nameOf } from "../../../kernel/resourceId";
import { badRequest, invalidParameter } from "../errorsOfAks";
import type { PoolRequest } from "../request/request";
import { type CheckRow, firstRefusal } from "./proposal";

const naming =
    "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/aks-common-issues-faq#what-naming-restrictions-are-enforced-for-aks-resources-and-parameters-";
const alphanumeric = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/i;
const prefix = /^[a-z0-9](?:[a-z0-9-]{0,52}[a-z0-9])?$/i;

export const nameChecks: readonly CheckRow[] = [
    {
        refuse: ({ clusterId, before }) =>
            before || alphanumeric.test(nameOf(clusterId)) ? undefined : invalidName("resourceName", nameOf(clusterId)),
        ...documented(naming),
    },
    {
        refuse: ({ request, before }) => {
            const name = stringAt(request.properties, "dnsPrefix");
            return before || !name || prefix.test(name) ? undefined : invalidName("dnsPrefix", name);
        },
        ...documented(naming),
    },
    {
        refuse: ({ nodeResourceGroup: { length }, before }) =>
            before || length <= 80
                ? undefined
                : invalidParameter(
                      "The length of the node resource group name is too long. The maximum length is 80 and the length of " +
                          `the value provided is ${length}. Please see https://aka.ms/aks-naming-rules for more details.`,
                  ),
        ...recorded(issue("rancher/dashboard#8980")),
    },
    {
        refuse: ({ request, location }) => firstRefusal(request.pools, (pool) => refusedSize(pool, location)),
        ...recorded(issue("hashicorp-education/learn-terraform-provision-aks-cluster#15")),
    },
];

/** https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions */
const sizeName = /^(?:standard|basic)_([a-z]+?)(\d+)(?:-\d+)?[a-z]*(?:_[a-z0-9]+)*$/i;
/** Of the families' names with the letters of their features before the number, as in `DS2_v2`. */
const families = /^(?:a|b|ds?|dc|es?|ec|eb|fs?|fx|gs?|hb?|hc|hx|ls?|ms?|nc|nd|ng|nm|np|nv)$/i;

/**
 * Which sizes a subscription has in a region is not modelled: any that is named as sizes are will do. One with a single core
 * will not (https://learn.microsoft.com/azure/aks/quotas-skus-regions). After the first sentence Azure lists them all.
 */
export function refusedSize({ properties }: PoolRequest, location: string): ArmError | undefined {
    const size = stringAt(properties, "vmSize");
    if (!size) return undefined;
    const [, family = "", cores = "0"] = sizeName.exec(size) ?? [];
    if (!family || Number(cores) < 2) return sizeNotAllowed(size, location);
    return families.test(family) ? undefined : notModelled(`the size '${size}' of virtual machines`);
}

const sizeNotAllowed = (size: string, location: string) =>
    badRequest(
        "BadRequest",
        `The VM size of ${size} is not allowed in your subscription in location '${location}'. For more details, please ` +
            "visit https://aka.ms/aks/quotas-skus-regions",
    );

/** The wording is not documented. */
const invalidName = (parameter: string, name: string) =>
    invalidParameter(
        `The value of parameter ${parameter} is invalid: '${name}'. Please see https://aka.ms/aks-naming-rules for more details.`,
    );
