import type { ProviderSettings, RunningProvider } from "../../contract";
import { armClient } from "../host/armClient";
import { serve } from "../host/server";
import { azureadProvider } from "./provider";
import { secretOutputs } from "./resourceTypes";

/**
 * Stands in for the `azuread` plugin, as it does for `azure-native` (azureNative.ts): a bridged Terraform provider, so it
 * accepts secrets, and its diff is made of state and schema (facts `azure-native-provider.md` §9). It knows nothing of
 * local-azure but Microsoft Graph's HTTPS.
 */
export async function startAzuread(settings: ProviderSettings): Promise<RunningProvider> {
    // Graph lies on ARM's server, takes its tokens, and is retried on the same statuses.
    const graph = armClient(settings);
    const server = await serve(azureadProvider(graph, settings), {
        name: "azuread",
        version: AZUREAD_VERSION,
        secretOutputs,
    });
    return {
        port: server.port,
        async stop() {
            await server.stop();
            graph.close();
        },
    };
}

/** The release that the resource table follows. */
const AZUREAD_VERSION = "6.9.1";
