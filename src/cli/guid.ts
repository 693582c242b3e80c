import { InvalidInputError } from "../migration/report";

/** With that of src/values.ts, options would load Pulumi's SDK. */
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Parses `--subscription`, which can be given several times: each id becomes a part of the path of requests. */
export function addSubscription(id: string, previous: string[] = []): string[] {
    if (!GUID.test(id)) {
        throw new InvalidInputError(
            `--subscription is ${JSON.stringify(id)}; expected the id of a subscription, as \`az account list\` prints it.`,
        );
    }
    return [...previous, id];
}
