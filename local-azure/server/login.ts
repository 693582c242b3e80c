import * as aad from "../identity/aadErrors";
import { type FederatedCredential, isSecretOf } from "../identity/applications";
import { credentialFailure, type Issuer, issuerKey, verifiedClaims } from "../identity/assertions";
import type { Principal } from "../identity/directory";
import type { Tokens } from "../identity/tokens";
import { methodNotAllowed, notModelled } from "../kernel/errors";
import { arrayAt, stringAt } from "../kernel/json";
import type { Azure } from "../services/azure";
import type { Reply } from "../services/service";
import type { Backend, RequestRecord, WebRequest } from "./gate";

/**
 * Entra's token endpoint (v1 and v2), with the discovery documents that MSAL and Go's azidentity ask for first. Client
 * credentials only: by a client secret of an application, or by an assertion that a federated credential of an
 * application or of a user-assigned identity trusts.
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
        for (const { pattern, method, page } of routes) {
            const [, tenant = ""] = pattern.exec(request.path) ?? [];
            if (!pattern.test(request.path)) continue;
            if (request.method !== method) {
                const { status, body, headers } = methodNotAllowed(request.method, "the token endpoint", [method]);
                return { status, body, headers };
            }
            if (page === "token") return this.#token(tenant, request, record);
            return { status: 200, body: await this.#document(page, tenant) };
        }
        const { status, body } = notModelled(`the path '${request.path}'`);
        return { status, body };
    }

    async #token(tenant: string, request: WebRequest, record: RequestRecord): Promise<Reply> {
        const form = Object.fromEntries(new URLSearchParams(request.content));
        record.body = {
            grant_type: form.grant_type,
            client_id: form.client_id,
            scope: form.scope ?? form.resource,
        };
        const outcome = await this.#signedIn(tenant, form, /\/v2\.0\//i.test(request.path));
        if ("number" in outcome) {
            record.errorCode = `AADSTS${outcome.number}`;
            return aad.aadReply(outcome, this.azure.clock.now());
        }
        const { principal, resource } = outcome;
        const { token, expiresOn } = await this.tokens.issue(principal, resource);
        record.caller = principal.objectId;
        const lifetime = expiresOn - Math.floor(this.azure.clock.now() / 1000);
        const ofVersion1 = { expires_on: String(expiresOn), resource };
        return {
            status: 200,
            body: {
                token_type: "Bearer",
                expires_in: lifetime,
                ext_expires_in: lifetime,
                ...(form.resource !== undefined && ofVersion1),
                access_token: token,
            },
        };
    }

    async #signedIn(
        tenant: string,
        form: Record<string, string>,
        isVersion2: boolean,
    ): Promise<{ principal: Principal; resource: string } | aad.AadError> {
        if (!this.#isOurs(tenant)) return aad.tenantNotFound(tenant);
        const { grant_type, client_id } = form;
        if (!grant_type) return aad.missingParameter("grant_type");
        if (grant_type !== "client_credentials") return aad.unsupportedGrant(grant_type);
        if (!client_id) return aad.missingParameter("client_id");
        const resource = resourceOf(form, isVersion2);
        if (typeof resource !== "string") return resource;
        const principal = await this.#authenticated(client_id, form);
        return "number" in principal ? principal : { principal, resource };
    }

    /** Who the client is, once it has shown that it is. */
    async #authenticated(clientId: string, form: Record<string, string>): Promise<Principal | aad.AadError> {
        const { tenantId } = this.azure.settings;
        const application = this.azure.applications.ofClient(clientId);
        const principal = this.azure.directory.ofClient(clientId);
        const isKnown = application ? this.azure.directory.isVisible(application) : principal?.resourceId;
        if (!isKnown) return aad.applicationNotFound(clientId, tenantId);
        const failure =
            form.client_assertion !== undefined
                ? await this.#assertionFailure(form.client_assertion, this.#credentials(clientId, principal))
                : this.#secretFailure(clientId, form.client_secret);
        if (failure) return failure;
        if (!principal || !this.azure.directory.isVisible(principal)) {
            return aad.servicePrincipalMissing(clientId, tenantId);
        }
        return principal;
    }

    #secretFailure(clientId: string, secret: string | undefined): aad.AadError | undefined {
        if (secret === undefined) return aad.missingCredential();
        const of = { clientId, name: clientId };
        const password = this.azure.applications.ofClient(clientId)?.passwords.find((each) => isSecretOf(each, secret));
        if (!password) return aad.invalidSecret(of);
        const now = this.azure.clock.now();
        return password.endsOn <= now || password.startsOn > now ? aad.expiredSecret(of) : undefined;
    }

    async #assertionFailure(
        assertion: string,
        credentials: readonly Pick<FederatedCredential, "issuer" | "subject" | "audiences">[],
    ): Promise<aad.AadError | undefined> {
        const claims = await verifiedClaims(assertion, this.#issuers, this.azure.clock.now());
        return "number" in claims && "error" in claims
            ? (claims as aad.AadError)
            : credentialFailure(claims, credentials);
    }

    #credentials(clientId: string, principal: Principal | undefined) {
        const application = this.azure.applications.ofClient(clientId);
        if (application || !principal?.resourceId) return application?.federatedCredentials ?? [];
        return this.azure.store
            .table(credentialType)
            .list(principal.resourceId)
            .map(({ data }) => {
                const at = (key: string) => stringAt(data, key) ?? stringAt(data, "properties", key) ?? "";
                const audiences = arrayAt(data, "audiences") ?? arrayAt(data, "properties", "audiences") ?? [];
                return { issuer: at("issuer"), subject: at("subject"), audiences: audiences.map(String) };
            });
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
            token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
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

/** The tenant's initial domain. */
export const tenantDomain = "local-azure.onmicrosoft.com";

const credentialType = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials";

interface LoginRoute {
    method: "GET" | "POST";
    pattern: RegExp;
    page: "token" | "openid" | "instance" | "keys";
}

const routes: LoginRoute[] = [
    { method: "POST", pattern: /^\/([^/]+)\/oauth2\/(?:v2\.0\/)?token$/i, page: "token" },
    {
        method: "GET",
        pattern: /^\/(?:([^/]+)\/)?(?:v2\.0\/)?\.well-known\/openid-configuration$/i,
        page: "openid",
    },
    { method: "GET", pattern: /^\/(?:common|organizations)()\/discovery\/instance$/i, page: "instance" },
    { method: "GET", pattern: /^\/([^/]+)\/discovery\/(?:v2\.0\/)?keys$/i, page: "keys" },
];

/** v1 names the resource, v2 has it as the scope `<resource>/.default`. */
function resourceOf(form: Record<string, string>, isVersion2: boolean): string | aad.AadError {
    if (!isVersion2) return form.resource || aad.missingParameter("resource");
    const { scope } = form;
    if (!scope) return aad.missingParameter("scope");
    const scopes = scope.split(/\s+/).filter((each) => !/^(openid|profile|offline_access)$/i.test(each));
    const [only, ...more] = scopes;
    const resource = only && more.length === 0 ? /^(.+)\/\.default$/i.exec(only)?.[1] : undefined;
    return resource ?? aad.invalidScope(scope);
}
