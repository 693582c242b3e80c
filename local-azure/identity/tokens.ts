import { errors, generateKeyPair, jwtVerify, type KeyLike, SignJWT } from "jose";
import type { Clock } from "../clock";
import type { Principal } from "./directory";

/** Azure's managed-identity tokens live a day. */
const lifetimeSeconds = 24 * 3600;

export interface AccessToken {
    token: string;
    /** Seconds since the epoch. */
    expiresOn: number;
}

export type TokenCheck =
    | { ok: true; objectId: string }
    | { ok: false; code: "InvalidAuthenticationToken" | "ExpiredAuthenticationToken"; why: string };

/** Signs and checks access tokens with a key that lives as long as the process. */
export class Tokens {
    private constructor(
        private readonly privateKey: KeyLike,
        private readonly publicKey: KeyLike,
        private readonly clock: Clock,
        private readonly tenantId: string,
    ) {}

    static async create(clock: Clock, tenantId: string): Promise<Tokens> {
        const { privateKey, publicKey } = await generateKeyPair("ES256");
        return new Tokens(privateKey, publicKey, clock, tenantId);
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
            .setProtectedHeader({ alg: "ES256", typ: "JWT" })
            .setIssuer(`https://sts.windows.net/${this.tenantId}/`)
            .setAudience(resource)
            .setIssuedAt(issued)
            .setNotBefore(issued)
            .setExpirationTime(expiresOn)
            .sign(this.privateKey);
        return { token, expiresOn };
    }

    async check(token: string): Promise<TokenCheck> {
        try {
            const { payload } = await jwtVerify(token, this.publicKey, {
                currentDate: new Date(this.clock.now()),
            });
            return typeof payload.oid === "string"
                ? { ok: true, objectId: payload.oid }
                : invalid("The access token has no oid claim.");
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
