import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import * as aad from "./aadErrors";

/** Whose tokens an identity takes for its own. */
export interface FederatedCredential {
    issuer: string;
    subject: string;
    audiences: string[];
}

/** An issuer of tokens that federated credentials name. */
export interface Issuer {
    issuer: string;
    /** Absent: its tokens are taken at their word, unsigned or not. For rehearsals with made-up tokens. */
    jwks?: JSONWebKeySet;
}

/** The claims of an assertion whose issuer and signature hold, or what Entra says instead. */
export async function verifiedClaims(
    assertion: string,
    issuers: ReadonlyMap<string, Issuer>,
    now: number,
): Promise<JWTPayload | aad.AadError> {
    const claims = decoded(assertion);
    if (!claims || typeof claims.iss !== "string") return aad.malformedAssertion();
    const issuer = issuers.get(issuerKey(claims.iss));
    if (!issuer) return aad.issuerUnreachable(claims.iss);
    if (issuer.jwks) {
        const failure = await signatureFailure(assertion, issuer.jwks, now);
        if (failure) return failure;
    }
    const seconds = now / 1000;
    const isOver = claims.exp === undefined || claims.exp <= seconds;
    const isEarly = claims.nbf !== undefined && claims.nbf > seconds + skewSeconds;
    return isOver || isEarly ? aad.assertionTime() : claims;
}

/** Entra allows clocks to differ by five minutes. */
const skewSeconds = 300;

function decoded(assertion: string): JWTPayload | undefined {
    try {
        return decodeJwt(assertion);
    } catch {
        return undefined;
    }
}

async function signatureFailure(
    assertion: string,
    jwks: JSONWebKeySet,
    now: number,
): Promise<aad.AadError | undefined> {
    try {
        await jwtVerify(assertion, createLocalJWKSet(jwks), { currentDate: new Date(now) });
        return undefined;
    } catch (error) {
        const isTime = error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
        return isTime ? aad.assertionTime() : aad.assertionSignature();
    }
}

/** Whether one of the credentials trusts the claims: issuer, subject and audience exactly, in the order of Entra's errors. */
export function credentialFailure(
    claims: JWTPayload,
    credentials: readonly FederatedCredential[],
): aad.AadError | undefined {
    const { iss = "", sub = "" } = claims;
    const audiences = [claims.aud ?? []].flat();
    const ofIssuer = credentials.filter(({ issuer }) => issuerKey(issuer) === issuerKey(iss));
    if (ofIssuer.length === 0) return aad.noMatchingCredential("issuer", iss);
    // Subjects are case-sensitive.
    const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
    if (ofSubject.length === 0) return aad.noMatchingCredential("subject", sub);
    const fits = ofSubject.some((credential) => credential.audiences.some((each) => audiences.includes(each)));
    return fits ? undefined : aad.noMatchingCredential("audience", audiences.join(","));
}

export function issuerKey(issuer: string): string {
    return issuer.replace(/\/+$/, "");
}
