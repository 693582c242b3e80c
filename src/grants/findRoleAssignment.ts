import { request } from "node:https";
import { getClientToken, getRoleAssignment } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { armEndpointOf } from "../azure/armEndpoint";
import { isListable, listPath, sameAmong, type WantedAssignment } from "./existing";

/** A connection without an answer must not keep the program alive. */
const TIMEOUT_MS = 10_000;

/**
 * Id of a role assignment that Azure has already, under whatever name; undefined where there is none, and where that
 * cannot be told: the creation then tells it. azure-native itself finds an assignment by its name only.
 */
export async function findInAzure(
    wanted: WantedAssignment,
    parent: pulumi.Resource,
): Promise<string | undefined> {
    return (await listed(wanted, parent)) ?? (await byName(wanted, parent));
}

/** Azure is asked for the list with the provider's own token, which goes to nobody but the one whom it is made out for. */
async function listed(wanted: WantedAssignment, parent: pulumi.Resource): Promise<string | undefined> {
    if (!isListable(wanted)) {
        return undefined;
    }
    try {
        const { token } = await getClientToken({}, { parent });
        const endpoint = armEndpointOf(token);
        return endpoint && sameAmong(await getJson(`${endpoint}${listPath(wanted)}`, token), wanted);
    } catch {
        return undefined;
    }
}

function getJson(url: string, token: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
        const sent = request(url, { headers, timeout: TIMEOUT_MS }, (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.on("error", reject);
            response.on("end", () => {
                try {
                    resolve(JSON.parse(Buffer.concat(parts).toString("utf8")));
                } catch (error) {
                    reject(error);
                }
            });
        });
        sent.on("timeout", () => sent.destroy(new Error("Azure does not answer")));
        sent.on("error", reject);
        sent.end();
    });
}

async function byName(
    { scope, roleAssignmentName }: WantedAssignment,
    parent: pulumi.Resource,
): Promise<string | undefined> {
    try {
        return (await getRoleAssignment({ scope, roleAssignmentName }, { parent }))?.id;
    } catch {
        return undefined;
    }
}
