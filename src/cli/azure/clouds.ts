/** Endpoints of a cloud. */
export interface Cloud {
    /** Azure Resource Manager, without a slash at the end. */
    arm: string;
    /** The audience of tokens for it. */
    armAudience: string;
    /** Microsoft Graph, with the version. */
    graph: string;
    graphAudience: string;
    /** Microsoft Entra ID. */
    authority: string;
    /** Whether to let Entra ID check the authority: it knows only those of the public clouds. */
    isPublic: boolean;
}

const cloud = (arm: string, graph: string, authority: string): Cloud => ({
    arm,
    armAudience: arm,
    graph: `${graph}/v1.0`,
    graphAudience: graph,
    authority,
    isPublic: true,
});

/** By the values of azure-native's `environment`. */
const CLOUDS: Record<string, Cloud> = {
    public: cloud("https://management.azure.com", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
    usgovernment: cloud(
        "https://management.usgovcloudapi.net",
        "https://graph.microsoft.us",
        "https://login.microsoftonline.us",
    ),
    china: cloud(
        "https://management.chinacloudapi.cn",
        "https://microsoftgraph.chinacloudapi.cn",
        "https://login.chinacloudapi.cn",
    ),
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The cloud that the environment names, by the variables of azure-native: `ARM_METADATA_HOSTNAME`, which tells the endpoints
 * itself, otherwise `ARM_ENVIRONMENT` or `AZURE_ENVIRONMENT`; the public one where nothing is set.
 */
export async function cloudOf(env: Environment, read: (url: string) => Promise<unknown>): Promise<Cloud> {
    const host = env.ARM_METADATA_HOSTNAME;
    if (host) {
        const url = /^https:\/\//i.test(host) ? host.replace(/\/+$/, "") : `https://${host}`;
        return cloudOfMetadata(await read(`${url}/metadata/endpoints?api-version=2022-09-01`), url);
    }
    const name = env.ARM_ENVIRONMENT || env.AZURE_ENVIRONMENT || "public";
    const found = CLOUDS[name.toLowerCase()];
    if (found === undefined) {
        throw new Error(
            `ARM_ENVIRONMENT is ${JSON.stringify(name)}; expected ${Object.keys(CLOUDS).join(", ")}. For another cloud set ARM_METADATA_HOSTNAME.`,
        );
    }
    return found;
}

/** Endpoints as Azure Stack and the clouds themselves tell them (https://learn.microsoft.com/azure/azure-stack/user/azure-stack-rest-api-use). */
function cloudOfMetadata(metadata: unknown, from: string): Cloud {
    const { resourceManager, microsoftGraphResourceId, authentication } = Object(metadata);
    const { loginEndpoint, audiences } = Object(authentication);
    const [audience] = Array.isArray(audiences) ? audiences : [];
    const [arm, graph, authority, armAudience] = [
        resourceManager,
        microsoftGraphResourceId,
        loginEndpoint,
        audience,
    ].map((value) => (typeof value === "string" ? value.replace(/\/+$/, "") : undefined));
    if (!arm || !graph || !authority || !armAudience) {
        throw new Error(
            `${from} does not contain the endpoints of a cloud; expected resourceManager, microsoftGraphResourceId, and authentication with loginEndpoint and audiences. Check ARM_METADATA_HOSTNAME.`,
        );
    }
    return { arm, armAudience, graph: `${graph}/v1.0`, graphAudience: graph, authority, isPublic: false };
}
