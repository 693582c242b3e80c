import { badRequest } from "../kernel/errors";
import type { Reply } from "../kernel/http";
import { arrayAt, objectAt } from "../kernel/json";
import { nextLink } from "../kernel/paging";
import { idKey } from "../kernel/resourceId";
import type { Azure } from "../services/azure";

/**
 * A list of ARM's in pages (https://learn.microsoft.com/rest/api/azure/#async-operations-throttling-and-paging). Which
 * providers page, and from how many items on, is theirs to choose: here all lists are alike.
 */
export function pagedReply(
    { pager, armEndpoint }: Azure,
    asked: { path: string; query: Record<string, string>; token: string | undefined },
    reply: Reply,
): Reply {
    const value = arrayAt(reply.body, "value");
    if (!value) return reply;
    const { path, query, token } = asked;
    const page = pager.page(value, `${idKey(path)} ${JSON.stringify(query)}`, token);
    if (!page) throw invalidSkipToken();
    const { items, next } = page;
    return {
        ...reply,
        body: {
            ...objectAt(reply, "body"),
            value: items,
            ...(next && { nextLink: nextLink(armEndpoint + path, query, next) }),
        },
    };
}

/** That it is refused is assumed for all providers; code and words are unverified. */
const invalidSkipToken = () =>
    badRequest(
        "InvalidSkipToken",
        "The value of the query parameter '$skiptoken' is not one that this list has given.",
    );
