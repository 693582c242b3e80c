/**
 * The endpoint of Azure Resource Manager, derived from the audience of a token
 * (https://learn.microsoft.com/azure/azure-government/documentation-government-developer-guide#endpoint-mapping,
 * https://learn.microsoft.com/azure/china/resources-developer-guide).
 */

/** Audiences of tokens, with the host to call if it is another one. */
const HOSTS: Record<string, string> = {
    "management.core.windows.net": "management.azure.com",
    "management.core.usgovcloudapi.net": "management.usgovcloudapi.net",
    "management.core.chinacloudapi.cn": "management.chinacloudapi.cn",
};

/** Scheme, host and port. For any other cloud these are the audience's own. Undefined if the audience is not an https URL. */
export function armEndpointOf(token: string): string | undefined {
    const audience = audienceOf(token);
    if (audience === undefined || !URL.canParse(audience)) {
        return undefined;
    }
    const { protocol, host } = new URL(audience);
    return protocol === "https:" ? `https://${HOSTS[host.toLowerCase()] ?? host}` : undefined;
}

function audienceOf(token: string): string | undefined {
    try {
        const [, payload = ""] = token.split(".");
        const claims: { aud?: unknown } | null = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
        return typeof claims?.aud === "string" ? claims.aud : undefined;
    } catch {
        return undefined;
    }
}
