import { request } from "node:https";
import { getClientToken, getRoleAssignment } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { armEndpointOf } from "../azure/armEndpoint";
import { type DesiredAssignment, findSame, isListable, listPath } from "./existing";

/** A connection without an answer must not keep the program alive. */
const TIMEOUT_MS = 10_000;

/**
 * Id of a role assignment that Azure has already, under whatever name; undefined where there is none, and where that
 * cannot be told: the creation then tells it. azure-native itself finds an assignment by its name only.
 */
export async function findRoleAssignment(
    desired: DesiredAssignment,
    parent: pulumi.Resource,
): Promise<string | undefined> {
    return (await findInList(desired, parent)) ?? (await findByName(desired, parent));
}

/** Azure is asked for the list with the provider's own token, which goes to nobody but the one whom it is made out for. */
async function findInList(desired: DesiredAssignment, parent: pulumi.Resource): Promise<string | undefined> {
    if (!isListable(desired)) {
        return undefined;
    }
    try {
        const { token } = await getClientToken({}, { parent });
        const endpoint = armEndpointOf(token);
        return endpoint && findSame(await getJson(`${endpoint}${listPath(desired)}`, token), desired);
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

async function findByName(
    { scope, roleAssignmentName }: DesiredAssignment,
    parent: pulumi.Resource,
): Promise<string | undefined> {
    try {
        return (await getRoleAssignment({ scope, roleAssignmentName }, { parent }))?.id;
    } catch {
        return undefined;
    }
}
