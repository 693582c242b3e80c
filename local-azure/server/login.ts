import * as aad from "../identity/aadErrors";
import { credentialFailure, type Issuer, issuerKey, verifiedClaims } from "../identity/assertions";
import type { Principal } from "../identity/directory";
import { tenantDomain } from "../identity/tenant";
import type { Tokens } from "../identity/tokens";
import { ArmError, methodNotAllowed, notModelled } from "../kernel/errors";
import type { Backend, Reply, RequestRecord, WebRequest } from "../kernel/http";
import type { Azure } from "../services/azure";
import { credentialsOf } from "../services/managedidentity/state";

/**
 * Entra's token endpoint (v2), with the discovery documents that MSAL and Go's azidentity ask for first. User-assigned
 * identities sign in, by an assertion that one of their federated credentials trusts.
 */
export class Login implements Backend {
    readonly #issuers = new Map<string, Issuer>();

    constructor(
        private readonly azure: Azure,
        private readonly tokens: Tokens,
    ) {}

    /** From now on assertions of these issuers can be checked. */
    trust(issuers: readonly Issuer[]): void {
        for (const issuer of issuers) this.#issuers.set(issuerKey(issuer.issuer), issuer);
    }

    issuers(): Issuer[] {
        return [...this.#issuers.values()];
    }

    serves = (path: string) => routes.some(({ pattern }) => pattern.test(path));

    async answer(request: WebRequest, record: RequestRecord): Promise<Reply> {
        try {
            return await this.#answer(request, record);
        } catch (error) {
            if (!(error instanceof ArmError)) throw error;
            record.errorCode = error.code;
            return error.reply;
        }
    }

    async #answer(request: WebRequest, record: RequestRecord): Promise<Reply> {
        const route = routes.find(({ pattern }) => pattern.test(request.path));
        if (!route) throw notModelled(`the path '${request.path}'`);
        const [, tenant = ""] = route.pattern.exec(request.path) ?? [];
        if (request.method !== route.method) {
            throw methodNotAllowed(request.method, "the token endpoint", [route.method]);
        }
        if (route.page === "tokenV1") throw notModelled("version 1 of the token endpoint");
        if (route.page === "token") return this.#token(tenant, request, record);
        return { status: 200, body: await this.#document(route.page, tenant) };
    }

    async #token(tenant: string, request: WebRequest, record: RequestRecord): Promise<Reply> {
        const form = Object.fromEntries(new URLSearchParams(request.content));
        record.body = { grant_type: form.grant_type, client_id: form.client_id, scope: form.scope };
        const outcome = await this.#signedIn(tenant, form);
        if ("number" in outcome) {
            record.errorCode = `AADSTS${outcome.number}`;
            return aad.aadReply(outcome, this.azure.clock.now());
        }
        const { principal, resource } = outcome;
        const { token, expiresOn } = await this.tokens.issue(principal, resource);
        record.caller = principal.objectId;
        const lifetime = expiresOn - Math.floor(this.azure.clock.now() / 1000);
        const body = { token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token };
        return { status: 200, body };
    }

    async #signedIn(
        tenant: string,
        form: Record<string, string>,
    ): Promise<{ principal: Principal; resource: string } | aad.AadError> {
        if (!this.#isOurs(tenant)) return aad.tenantNotFound(tenant);
        const { grant_type, client_id, scope } = form;
        if (!grant_type) return aad.missingParameter("grant_type");
        if (grant_type !== "client_credentials") return aad.unsupportedGrant(grant_type);
        if (!client_id) return aad.missingParameter("client_id");
        if (!scope) return aad.missingParameter("scope");
        const resource = resourceOf(scope);
        if (resource === undefined) return aad.invalidScope(scope);
        const principal = await this.#authenticated(client_id, form);
        return "number" in principal ? principal : { principal, resource };
    }

    /** Who the client is, once it has shown that it is. */
    async #authenticated(clientId: string, form: Record<string, string>): Promise<Principal | aad.AadError> {
        const { directory, applications, settings, clock } = this.azure;
        if (form.client_secret !== undefined) throw notModelled("signing in with a client secret");
        if (applications.ofClient(clientId)) throw notModelled("signing in as an application");
        const principal = directory.ofClient(clientId);
        if (!principal?.resourceId || !directory.isVisible(principal)) {
            return aad.applicationNotFound(clientId, settings.tenantId);
        }
        if (form.client_assertion === undefined) return aad.missingCredential();
        const claims = await verifiedClaims(form.client_assertion, this.#issuers, clock.now());
        if ("number" in claims && "error" in claims) return claims as aad.AadError;
        return credentialFailure(claims, credentialsOf(this.azure, principal.resourceId)) ?? principal;
    }

    async #document(page: "openid" | "instance" | "keys", tenant: string): Promise<unknown> {
        const root = `${this.azure.armEndpoint}/${tenant || this.azure.settings.tenantId}`;
        const host = new URL(this.azure.armEndpoint).host;
        if (page === "keys") return this.tokens.publicKeys();
        if (page === "instance") {
            return {
                tenant_discovery_endpoint: `${root}/v2.0/.well-known/openid-configuration`,
                "api-version": "1.1",
                metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
            };
        }
        return {
            token_endpoint: `${root}/oauth2/v2.0/token`,
            token_endpoint_auth_methods_supported: ["private_key_jwt"],
            jwks_uri: `${root}/discovery/v2.0/keys`,
            response_modes_supported: ["query", "fragment", "form_post"],
            subject_types_supported: ["pairwise"],
            id_token_signing_alg_values_supported: ["ES256"],
            response_types_supported: ["token"],
            scopes_supported: ["openid"],
            issuer: `${root}/v2.0`,
            authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
            end_session_endpoint: `${root}/oauth2/v2.0/logout`,
            tenant_region_scope: null,
            cloud_instance_name: host,
        };
    }

    #isOurs(tenant: string): boolean {
        return [this.azure.settings.tenantId.toLowerCase(), tenantDomain].includes(tenant.toLowerCase());
    }
}

interface LoginRoute {
    method: "GET" | "POST";
    pattern: RegExp;
    page: "token" | "tokenV1" | "openid" | "instance" | "keys";
}

const routes: LoginRoute[] = [
    { method: "POST", pattern: /^\/([^/]+)\/oauth2\/v2\.0\/token$/i, page: "token" },
    { method: "POST", pattern: /^\/([^/]+)\/oauth2\/token$/i, page: "tokenV1" },
    { method: "GET", pattern: /^\/(?:([^/]+)\/)?(?:v2\.0\/)?\.well-known\/openid-configuration$/i, page: "openid" },
    { method: "GET", pattern: /^\/(?:common|organizations)()\/discovery\/instance$/i, page: "instance" },
    { method: "GET", pattern: /^\/([^/]+)\/discovery\/(?:v2\.0\/)?keys$/i, page: "keys" },
];

/** The resource of the one scope `<resource>/.default`. */
function resourceOf(scope: string): string | undefined {
    const [only, ...more] = scope.split(/\s+/).filter((each) => !/^(openid|profile|offline_access)$/i.test(each));
    return only && more.length === 0 ? /^(.+)\/\.default$/i.exec(only)?.[1] : undefined;
}
