import type { ProviderSettings, RunningProvider } from "../../contract";
import { armClient } from "../host/armClient";
import { serve } from "../host/server";
import { azureNativeProvider } from "./provider";

/**
 * Stands in for the `azure-native` plugin: attach the engine with `PULUMI_DEBUG_PROVIDERS=azure-native:<port>`.
 * Behaviour: facts `azure-native-provider.md`; it knows nothing of local-azure but ARM's HTTPS.
 */
export async function startAzureNative(settings: ProviderSettings): Promise<RunningProvider> {
    const arm = armClient(settings);
    const server = await serve(azureNativeProvider(arm, settings), {
        name: "azure-native",
        version: AZURE_NATIVE_VERSION,
    });
    return {
        port: server.port,
        async stop() {
            await server.stop();
            arm.close();
        },
    };
}

/** The release that the resource table follows. */
const AZURE_NATIVE_VERSION = "3.28.0";
