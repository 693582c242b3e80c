import type { TokenCredential } from "@azure/identity";

type Identity = typeof import("@azure/identity");
type Environment = Readonly<Record<string, string | undefined>>;

interface SignIn {
    /** Variables that all have to be set. */
    requires: string[];
    create(identity: Identity, env: (name: string) => string, options: CredentialOptions): TokenCredential;
}

interface CredentialOptions {
    authorityHost: string;
    disableInstanceDiscovery: boolean;
}

/**
 * Ways to sign in that azure-native knows, by its variables, in its order
 * (https://www.pulumi.com/registry/packages/azure-native/installation-configuration).
 */
const SIGN_INS: SignIn[] = [
    {
        requires: ["ARM_USE_DEFAULT_AZURE_CREDENTIAL"],
        create: ({ DefaultAzureCredential }, _, options) => new DefaultAzureCredential(options),
    },
    {
        requires: ["ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_CERTIFICATE_PATH"],
        create: ({ ClientCertificateCredential }, env, options) =>
            new ClientCertificateCredential(
                env("ARM_TENANT_ID"),
                env("ARM_CLIENT_ID"),
                {
                    certificatePath: env("ARM_CLIENT_CERTIFICATE_PATH"),
                    certificatePassword: env("ARM_CLIENT_CERTIFICATE_PASSWORD"),
                },
                options,
            ),
    },
    {
        requires: ["ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_SECRET"],
        create: ({ ClientSecretCredential }, env, options) =>
            new ClientSecretCredential(env("ARM_TENANT_ID"), env("ARM_CLIENT_ID"), env("ARM_CLIENT_SECRET"), options),
    },
    {
        requires: ["ARM_USE_OIDC", "ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_OIDC_TOKEN"],
        create: ({ ClientAssertionCredential }, env, options) =>
            new ClientAssertionCredential(
                env("ARM_TENANT_ID"),
                env("ARM_CLIENT_ID"),
                async () => env("ARM_OIDC_TOKEN"),
                options,
            ),
    },
    {
        requires: ["ARM_USE_OIDC", "ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_OIDC_TOKEN_FILE_PATH"],
        create: ({ WorkloadIdentityCredential }, env, options) =>
            new WorkloadIdentityCredential({
                tenantId: env("ARM_TENANT_ID"),
                clientId: env("ARM_CLIENT_ID"),
                tokenFilePath: env("ARM_OIDC_TOKEN_FILE_PATH"),
                ...options,
            }),
    },
    ...[
        ["ARM_OIDC_REQUEST_URL", "ARM_OIDC_REQUEST_TOKEN"],
        ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    ].map(
        ([url = "", token = ""]): SignIn => ({
            requires: ["ARM_USE_OIDC", "ARM_TENANT_ID", "ARM_CLIENT_ID", url, token],
            create: ({ ClientAssertionCredential }, env, options) =>
                new ClientAssertionCredential(
                    env("ARM_TENANT_ID"),
                    env("ARM_CLIENT_ID"),
                    () => requestedToken(env(url), env(token), env("ARM_OIDC_AUDIENCE") || DEFAULT_AUDIENCE),
                    options,
                ),
        }),
    ),
    {
        requires: ["ARM_USE_MSI", "ARM_CLIENT_ID"],
        create: ({ ManagedIdentityCredential }, env) => new ManagedIdentityCredential(env("ARM_CLIENT_ID")),
    },
    {
        requires: ["ARM_USE_MSI"],
        create: ({ ManagedIdentityCredential }) => new ManagedIdentityCredential(),
    },
];

const DEFAULT_AUDIENCE = "api://AzureADTokenExchange";

/**
 * A token of the pipeline that runs the command
 * (https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token).
 */
async function requestedToken(url: string, token: string, audience: string): Promise<string> {
    const asked = new URL(url);
    asked.searchParams.set("audience", audience);
    const response = await fetch(asked, { headers: { authorization: `Bearer ${token}`, accept: "application/json" } });
    // The answer may contain a token, so the message contains no part of it.
    const { value }: { value?: unknown } = response.ok ? Object(await response.json()) : {};
    if (typeof value !== "string") {
        throw new Error(
            `${asked.host} gave no OIDC token (status ${response.status}). Check the permission id-token: write.`,
        );
    }
    return value;
}

/** The credential that the variables of azure-native name; without them that of the Azure SDKs, such as `az login`. */
export function credentialOf(identity: Identity, env: Environment, options: CredentialOptions): TokenCredential {
    const isSet = (name: string) => !["", "0", "false"].includes((env[name] ?? "").toLowerCase());
    const signIn = SIGN_INS.find(({ requires }) => requires.every(isSet));
    return signIn === undefined
        ? new identity.DefaultAzureCredential(options)
        : signIn.create(identity, (name) => env[name] ?? "", options);
}
