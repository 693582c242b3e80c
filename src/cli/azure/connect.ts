import type { PipelineOptions } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import type { Azure, AzureApi } from "./azureClient";
import { type Cloud, cloudOf } from "./clouds";

interface Connection {
    env: Readonly<Record<string, string | undefined>>;
    /** Default: what the environment names. */
    credential?: TokenCredential;
    /** How requests are sent and repeated. Default: as the Azure SDKs do it. */
    pipeline?: PipelineOptions;
}

/** Azure, with the credentials and the cloud that the environment names. Nothing is requested from the cloud itself yet. */
export async function connect({ env, credential, pipeline: options }: Connection): Promise<Azure> {
    const { identity, pipelines } = loadSdks();
    const newPipeline = () =>
        pipelines.createPipelineFromOptions({
            ...options,
            userAgentOptions: { userAgentPrefix: "managed-identity-aks" },
        });
    const { httpApi } = require("./httpApi") as typeof import("./httpApi");
    const cloud = await cloudOf(env, (url) => {
        const { origin, pathname, searchParams } = new URL(url);
        return httpApi(origin, newPipeline()).get(pathname, Object.fromEntries(searchParams));
    });
    const signedIn =
        credential ??
        (require("./credentials") as typeof import("./credentials")).credentialOf(identity, env, {
            authorityHost: cloud.authority,
            disableInstanceDiscovery: !cloud.isPublic || Boolean(env.ARM_DISABLE_INSTANCE_DISCOVERY),
        });
    const api = (endpoint: string, audience: string): AzureApi => {
        const pipeline = newPipeline();
        pipeline.addPolicy(
            pipelines.bearerTokenAuthenticationPolicy({ credential: signedIn, scopes: `${audience}/.default` }),
            { phase: "Sign" },
        );
        return httpApi(endpoint, pipeline);
    };
    return apisOf(cloud, api);
}

function apisOf(
    { arm, armAudience, graph, graphAudience }: Cloud,
    api: (endpoint: string, audience: string) => AzureApi,
) {
    return { arm: api(arm, armAudience), graph: api(graph, graphAudience) };
}

/** They are optional: commands that only read files do not need them. */
function loadSdks() {
    try {
        return {
            identity: require("@azure/identity") as typeof import("@azure/identity"),
            pipelines: require("@azure/core-rest-pipeline") as typeof import("@azure/core-rest-pipeline"),
        };
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw code === "MODULE_NOT_FOUND"
            ? new Error(
                  "This command reads Azure with the Azure SDK, which is not installed. Install it: npm install @azure/identity @azure/core-rest-pipeline",
              )
            : error;
    }
}
