import { startArmServer } from "./arm/armServer";
import type { Clock } from "./clock";
import type { LocalAzureOptions, LoggedRequest, ReadyFile } from "./contract";
import { startAzureNative } from "./providers/azureNative";

/** A local Azure with everything the Pulumi engine needs to deploy to it. */
export interface LocalAzure {
    ready: ReadyFile;
    clock: Clock;
    requests(): readonly LoggedRequest[];
    stop(): Promise<void>;
}

/** Starts ARM and the provider stand-ins in this process, all on loopback. */
export async function startLocalAzure(options: LocalAzureOptions = {}): Promise<LocalAzure> {
    const arm = await startArmServer(options);
    try {
        const azureNative = await startAzureNative({ ...arm.ready, clock: arm.clock });
        const providers = { "azure-native": azureNative.port };
        return {
            ready: { ...arm.ready, providers, env: { ...arm.ready.env, ...pulumiEnvironment(providers) } },
            clock: arm.clock,
            requests: arm.requests,
            stop: async () => {
                await azureNative.stop();
                await arm.stop();
            },
        };
    } catch (error) {
        await arm.stop();
        throw error;
    }
}

/** Makes the engine attach to the stand-ins, and look for nothing elsewhere. */
function pulumiEnvironment(providers: Record<string, number>): Record<string, string> {
    return {
        PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
            .map(([name, port]) => `${name}:${port}`)
            .join(","),
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
}
