import { request } from "node:https";
import { json } from "node:stream/consumers";
import { getClientToken, getRoleAssignment } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { armEndpointOf } from "../azure/armEndpoint";
import { orUndefined } from "../engine/lookUps";
import { type DesiredAssignment, findSame, isListable, listPath } from "./existing";

/** A connection without an answer must not keep the program alive. */
const TIMEOUT_MS = 10_000;

/**
 * Id of an existing role assignment, under any name; undefined if there is none or if that cannot be read: the creation
 * then fails. azure-native itself finds an assignment by its name only.
 */
export async function findRoleAssignment(
    desired: DesiredAssignment,
    parent: pulumi.Resource,
): Promise<string | undefined> {
    const { scope, roleAssignmentName } = desired;
    return (
        (await orUndefined(() => findInList(desired, parent))) ??
        (await orUndefined(() => getRoleAssignment({ scope, roleAssignmentName }, { parent })))?.id
    );
}

/** Lists role assignments with the token of the provider, which is sent only to the host of its audience. */
async function findInList(desired: DesiredAssignment, parent: pulumi.Resource): Promise<string | undefined> {
    if (!isListable(desired)) {
        return undefined;
    }
    const { token } = await getClientToken({}, { parent });
    const endpoint = armEndpointOf(token);
    return endpoint && findSame(await getJson(`${endpoint}${listPath(desired)}`, token), desired);
}

function getJson(url: string, token: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
        const sent = request(url, { headers, timeout: TIMEOUT_MS }, (response) => {
            json(response).then(resolve, reject);
        });
        sent.on("timeout", () => sent.destroy(new Error("Azure does not answer")));
        sent.on("error", reject);
        sent.end();
    });
}
