import { answeredError } from "./armAnswer";
import type { HttpResponse } from "./httpExchange";

/** Facts §5: three retries, 20 s, 60 s, 120 s, each times 0.8 to 1.3, none above two minutes. */
export const MAX_RETRIES = 3;
const FIRST_DELAY_MS = 20_000;
const MAX_DELAY_MS = 120_000;

const RETRIED_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** ARM's way to say "one at a time" (PAN#4421). Not AKS's OperationNotAllowed, nor RoleAssignmentExists. */
const RETRIED_CONFLICTS = new Set([
    "AnotherOperationInProgress",
    "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
]);

export function isRetried(response: HttpResponse): boolean {
    if (RETRIED_STATUSES.has(response.status)) return true;
    return response.status === 409 && RETRIED_CONFLICTS.has(answeredError(response).code ?? "");
}

/** Until the next try, or undefined where the server asks for more patience than the provider has. */
export function retryDelay(
    tried: number,
    headers: Record<string, string>,
    now: number,
    jitter: number,
): number | undefined {
    const asked = retryAfter(headers, now);
    if (asked !== undefined) return asked > MAX_DELAY_MS ? undefined : asked;
    return Math.min(FIRST_DELAY_MS * (2 ** tried - 1) * jitter, MAX_DELAY_MS);
}

/** What the server asks for, in milliseconds. */
export function retryAfter(headers: Record<string, string>, now: number): number | undefined {
    for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
        const milliseconds = Number(headers[name] ?? "");
        if (milliseconds > 0) return milliseconds;
    }
    const text = headers["retry-after"];
    if (!text) return undefined;
    const seconds = Number(text);
    if (Number.isFinite(seconds)) return seconds > 0 ? seconds * 1000 : undefined;
    const date = Date.parse(text);
    return Number.isNaN(date) || date <= now ? undefined : date - now;
}
