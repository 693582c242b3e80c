import { errors, exportJWK, generateKeyPair, type JWK, jwtVerify, type KeyLike, SignJWT } from "jose";
import type { Clock } from "../kernel/clock";
import type { Principal } from "./directory";

/** Azure's managed-identity tokens live a day. */
const lifetimeSeconds = 24 * 3600;

const keyId = "local-azure";

export interface AccessToken {
    token: string;
    /** Seconds since the epoch. */
    expiresOn: number;
}

export type TokenCheck =
    | { ok: true; objectId: string; audience: string }
    | { ok: false; code: "InvalidAuthenticationToken" | "ExpiredAuthenticationToken"; why: string };

/** Signs and checks access tokens with a key that lives as long as the process. */
export class Tokens {
    /** Tokens that were found valid. A client sends the same one with each of its requests. */
    readonly #valid = new Map<string, { expires: number; check: TokenCheck }>();

    private constructor(
        private readonly privateKey: KeyLike,
        private readonly publicKey: KeyLike,
        private readonly clock: Clock,
        private readonly tenantId: string,
    ) {}

    static async create(clock: Clock, tenantId: string): Promise<Tokens> {
        const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
        return new Tokens(privateKey, publicKey, clock, tenantId);
    }

    /** The public half, as the token endpoint publishes it. */
    async publicKeys(): Promise<{ keys: JWK[] }> {
        return { keys: [{ ...(await exportJWK(this.publicKey)), kid: keyId, use: "sig", alg: "ES256" }] };
    }

    async issue(principal: Principal, resource: string): Promise<AccessToken> {
        const issued = Math.floor(this.clock.now() / 1000);
        const expiresOn = issued + lifetimeSeconds;
        const claims = {
            oid: principal.objectId,
            sub: principal.objectId,
            appid: principal.clientId,
            tid: this.tenantId,
            idtyp: "app",
            ver: "1.0",
        };
        const token = await new SignJWT(claims)
            .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: keyId })
            .setIssuer(`https://sts.windows.net/${this.tenantId}/`)
            .setAudience(resource)
            .setIssuedAt(issued)
            .setNotBefore(issued)
            .setExpirationTime(expiresOn)
            .sign(this.privateKey);
        return { token, expiresOn };
    }

    async check(token: string): Promise<TokenCheck> {
        const known = this.#valid.get(token);
        // Time does not run backwards: until it expires, a token stays valid.
        if (known !== undefined && this.clock.now() < known.expires) return known.check;
        try {
            const { payload } = await jwtVerify(token, this.publicKey, {
                currentDate: new Date(this.clock.now()),
            });
            const { oid, aud, exp = 0 } = payload;
            if (typeof oid !== "string" || typeof aud !== "string") {
                return invalid("The access token has no oid or aud claim.");
            }
            const check: TokenCheck = { ok: true, objectId: oid, audience: aud };
            this.#valid.set(token, { expires: exp * 1000, check });
            return check;
        } catch (error) {
            if (error instanceof errors.JWTExpired) {
                return {
                    ok: false,
                    code: "ExpiredAuthenticationToken",
                    why: "The access token expiry UTC time is earlier than current UTC time.",
                };
            }
            return invalid("The access token is invalid.");
        }
    }
}

function invalid(why: string): TokenCheck {
    return { ok: false, code: "InvalidAuthenticationToken", why };
}
