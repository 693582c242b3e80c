import type { LocalAzureOptions } from "../../local-azure/contract";
import { TestAzure } from "../local-azure/harness";
import { Choices } from "./choices";
import { type Comparison, compare } from "./compare";
import { type Exchange, isArm, isPoll, pathOf, type Recording, timeOf } from "./recording";

/** How one recording is played: what was there before it, and what stands for its scrubbed principals. */
export interface Play {
    options?: LocalAzureOptions;
    setUp: (azure: TestAzure) => Promise<unknown>;
    /** Request body of an exchange, by index, where the recorded one names a principal. */
    body?: (exchange: Exchange, azure: TestAzure) => Promise<unknown>;
    /** The operation that is polled before any exchange of the recording has started one. */
    operation?: (azure: TestAzure) => Promise<string>;
}

/** The recordings' subscription and tenant, so that ids need no translation. */
const recorded = {
    subscriptionId: "00000000-0000-0000-0000-000000000000",
    tenantId: "72f988bf-86f1-41af-91ab-2d7cd011db47",
    // Shorter than the shortest wait between a recorded "InProgress" and its "Succeeded".
    operationSeconds: 120,
};

/** Sends every ARM request of a recording, at its own times, and compares all that came back. */
export async function replay(recording: Recording, play: Play): Promise<Comparison> {
    const exchanges = recording.exchanges.filter(isArm);
    const [firstExchange] = exchanges;
    if (!firstExchange) throw new Error("The recording holds no ARM exchange.");
    const azure = await TestAzure.start({ ...recorded, ...play.options }, timeOf(firstExchange));
    try {
        await play.setUp(azure);
        let operation = (await play.operation?.(azure)) ?? "";
        const choices = new Choices();
        const total: Comparison = { compared: 0, differences: [] };
        for (const exchange of exchanges) {
            azure.clock.advance(timeOf(exchange) - azure.clock.now());
            const polls = isPoll(exchange);
            const content = choices.inRequest((await play.body?.(exchange, azure)) ?? exchange.request);
            const path = polls ? operation : pathOf(exchange);
            const answer = await azure.send(exchange.method, path, content === null ? {} : { body: content });
            choices.learn(exchange, answer.body);
            operation = pathOfUrl(answer.headers["azure-asyncoperation"]) ?? operation;
            const headers = pick(answer.headers, exchange.responseHeaders ?? {});
            add(total, exchange, [
                compare(exchange.status, answer.status, "$.status"),
                compare(headersOf(exchange.responseHeaders ?? {}), headersOf(headers), "$.headers"),
                // No content is null in a recording.
                compare(choices.inAnswer(exchange.response) ?? undefined, answer.body, "$"),
                ...(polls
                    ? [
                          compare(
                              nameRelation(exchange.url, exchange.response),
                              nameRelation(path, answer.body),
                              "$.name",
                          ),
                      ]
                    : []),
            ]);
        }
        return total;
    } finally {
        await azure.stop();
    }
}

function add(total: Comparison, { index }: Exchange, parts: Comparison[]): void {
    for (const { compared, differences } of parts) {
        total.compared += compared;
        total.differences.push(...differences.map((difference) => `exchange ${index} ${difference}`));
    }
}

function pathOfUrl(url: string | string[] | undefined): string | undefined {
    return typeof url === "string" ? new URL(url).pathname + new URL(url).search : undefined;
}

function pick(headers: Record<string, unknown>, like: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
        Object.keys(like).flatMap((key) => (key in headers ? [[key, String(headers[key])]] : [])),
    );
}

/** Headers in comparable form: no host, no signature of the operation's URL, no time. */
export function headersOf(headers: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers).map(([key, value]) => {
            if (key === "date") return [key, value.replace(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/, "<date>")];
            return [key, value.replace(/^https:\/\/[^/]+/, "").replace(/&[tcsh]=[^&]*/g, "")];
        }),
    );
}

/** The operation's GUID stands in its URL and in its body: either equal or with the first groups' bytes swapped. */
function nameRelation(url: string, body: unknown): string {
    const inUrl = /operations\/([^?]+)/.exec(url)?.[1] ?? "";
    const inBody = (body as { name?: string }).name ?? "";
    if (inUrl === inBody) return "equal";
    const swapped = (group: string) => (group.match(/../g) ?? []).reverse().join("");
    const groups = inUrl.split("-").map((group, position) => (position < 3 ? swapped(group) : group));
    return groups.join("-") === inBody ? "swapped" : "unrelated";
}
