import type { Directory, Principal } from "./directory";
import type { Tokens } from "./tokens";

export type SignInResult =
    | { ok: true; principal: Principal }
    | {
          ok: false;
          code:
              | "AuthenticationFailed"
              | "InvalidAuthenticationToken"
              | "ExpiredAuthenticationToken"
              | "InvalidAuthenticationTokenAudience";
          why: string;
      };

/** Who sent a request, by its bearer token. ARM and Graph word a refusal each in their own way. */
export class SignIn {
    constructor(
        private readonly tokens: Tokens,
        private readonly directory: Directory,
    ) {}

    async check(authorization: string | undefined, audiences: readonly string[]): Promise<SignInResult> {
        const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
        if (!token) {
            const why = "The 'Authorization' header is missing.";
            return { ok: false, code: "AuthenticationFailed", why };
        }
        const check = await this.tokens.check(token);
        if (!check.ok) return check;
        if (!audiences.includes(audienceKey(check.audience))) {
            const why =
                `The access token has been obtained for wrong audience or resource '${check.audience}'. It should ` +
                `exactly match with one of the allowed audiences '${audiences.join("','")}'.`;
            return { ok: false, code: "InvalidAuthenticationTokenAudience", why };
        }
        const principal = this.directory.get(check.objectId);
        if (principal) return { ok: true, principal };
        const why = `The principal '${check.objectId}' of the access token is no longer in the directory.`;
        return { ok: false, code: "InvalidAuthenticationToken", why };
    }
}

/** `az` and the SDKs differ in trailing slashes; Azure takes them with and without. */
function audienceKey(audience: string): string {
    return audience.replace(/\/+$/, "").toLowerCase();
}

export function armAudiences(armEndpoint: string): string[] {
    return [armEndpoint, "https://management.azure.com", "https://management.core.windows.net"];
}

/** Graph lies on the same server as ARM here, so that a token for the server is one for both. */
export function graphAudiences(armEndpoint: string): string[] {
    return [armEndpoint, "https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"];
}
