import type { ProviderSettings } from "../../contract";
import type { Clock } from "../../kernel/clock";

/** Signs in through the managed-identity endpoint of App Service, 2019-08-01, as `useMsi` of the real provider does. */
export interface Credential {
    /** A bearer token for the resource, kept until five minutes before it ends. */
    token(resource: string): Promise<string>;
}

type CredentialSettings = Pick<ProviderSettings, "identityEndpoint" | "identityHeader"> & { clock: Clock };

/** Without a client id the deployer's. */
export function managedIdentityCredential(settings: CredentialSettings, clientId?: string): Credential {
    const cache = new Map<string, { token: Promise<string>; refreshAt: number }>();
    return {
        token(resource) {
            const cached = cache.get(resource);
            if (cached && settings.clock.now() < cached.refreshAt) return cached.token;
            const entry = { token: Promise.resolve(""), refreshAt: Number.POSITIVE_INFINITY };
            entry.token = fetchToken(settings, resource, clientId).then(
                ({ token, expiresOn }) => {
                    entry.refreshAt = expiresOn - REFRESH_BEFORE_MS;
                    return token;
                },
                (error: unknown) => {
                    cache.delete(resource);
                    throw error;
                },
            );
            cache.set(resource, entry);
            return entry.token;
        },
    };
}

const REFRESH_BEFORE_MS = 5 * 60_000;

async function fetchToken(settings: CredentialSettings, resource: string, clientId?: string) {
    const url = new URL(settings.identityEndpoint);
    url.searchParams.set("api-version", "2019-08-01");
    url.searchParams.set("resource", resource);
    if (clientId !== undefined) url.searchParams.set("client_id", clientId);
    const response = await fetch(url, { headers: { "X-IDENTITY-HEADER": settings.identityHeader } });
    // The answer may hold a token, so no text of it goes into the error.
    if (!response.ok) throw new Error(`the managed identity endpoint answered status ${response.status}`);
    const answer: unknown = await response.json();
    if (typeof answer !== "object" || answer === null || !("access_token" in answer)) {
        throw new Error("the managed identity endpoint answered without an access_token");
    }
    const expiresOn = "expires_on" in answer ? Number(answer.expires_on) * 1000 : 0;
    return { token: String(answer.access_token), expiresOn: Number.isFinite(expiresOn) ? expiresOn : 0 };
}
