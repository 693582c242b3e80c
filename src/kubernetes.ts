import { matches } from "./values";

/** Valid names, labels and taints of Kubernetes. */

/** A name of up to 253 characters, as of a service account. */
export const KUBERNETES_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** A name of up to 63 characters, as of a namespace. */
export const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const LABEL_PREFIX = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const TAINT = /^([^=:]+)(?:=([^=:]*))?:(?:NoSchedule|PreferNoSchedule|NoExecute)$/;

/** Whether it can be a label's value, which may be empty. */
export function isLabelValue(value: unknown): boolean {
    return matches(/^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/, value);
}

/** Whether it can be a label's key: a name after an optional DNS name and a slash. */
export function isLabelKey(key: unknown): boolean {
    const [name, prefix, ...more] = typeof key === "string" ? key.split("/").reverse() : [];
    const prefixed = prefix === undefined || matches(LABEL_PREFIX, prefix);
    return name !== "" && isLabelValue(name) && prefixed && more.length === 0;
}

/** Whether it is a taint, as `dedicated=gpu:NoSchedule`. */
export function isTaint(value: unknown): boolean {
    const [, key, label = ""] = (typeof value === "string" && TAINT.exec(value)) || [];
    return isLabelKey(key) && isLabelValue(label);
}

/** Whether a taint keeps the system pods of AKS off, which tolerate only CriticalAddonsOnly. */
export function keepsSystemPodsOff(taint: unknown): boolean {
    return matches(/:(?:NoSchedule|NoExecute)$/, taint) && !matches(/^CriticalAddonsOnly[=:]/, taint);
}
