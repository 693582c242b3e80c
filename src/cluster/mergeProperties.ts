import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../values";

/** Merges the properties of this package with those of the user. If both set parts of one object, the result has the parts of both. */
export function withProperties<T extends object>(own: T, properties: object | undefined): T {
    const merged: Record<string, unknown> = Object.fromEntries(Object.entries(own));
    for (const [key, value] of Object.entries(properties ?? {})) {
        const mine = merged[key];
        merged[key] = isRecord(mine) && isRecord(value) ? withProperties(mine, value) : value;
    }
    return merged as T;
}

/** azure-native marks no input as a secret, not even the password of Windows nodes. */
export function withSecretPassword<T extends { windowsProfile?: object }>(properties: T): T {
    const { windowsProfile } = properties;
    if (windowsProfile === undefined || (isRecord(windowsProfile) && !("adminPassword" in windowsProfile))) {
        return properties;
    }
    const secret = isRecord(windowsProfile)
        ? { ...windowsProfile, adminPassword: pulumi.secret(Reflect.get(windowsProfile, "adminPassword")) }
        : pulumi.secret(windowsProfile);
    return { ...properties, windowsProfile: secret };
}
