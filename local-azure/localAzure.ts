import type { ArmServer, LocalAzureOptions, ReadyFile } from "./contract";
import { startAzureNative } from "./providers/azure-native/azureNative";
import { startAzuread } from "./providers/azuread/azuread";
import { startArmServer } from "./server/armServer";

/** A local Azure with everything the Pulumi engine needs to deploy to it. */
export interface LocalAzure extends Omit<ArmServer, "ready"> {
    ready: ReadyFile;
}

/** Starts ARM and the provider stand-ins in this process, all on loopback. */
export async function startLocalAzure(options: LocalAzureOptions = {}): Promise<LocalAzure> {
    const arm = await startArmServer(options);
    const running: { stop(): Promise<void> }[] = [arm];
    const stop = async () => {
        // The stand-ins first: they talk to ARM.
        for (const part of running.splice(0).reverse()) await part.stop();
    };
    try {
        const providers: Record<string, number> = {};
        for (const [name, start] of Object.entries(standIns)) {
            const provider = await start({ ...arm.ready, clock: arm.clock });
            running.push(provider);
            providers[name] = provider.port;
        }
        return {
            ready: { ...arm.ready, providers, env: { ...arm.ready.env, ...pulumiEnvironment(providers) } },
            clock: arm.clock,
            requests: arm.requests,
            stop,
        };
    } catch (error) {
        await stop();
        throw error;
    }
}

/** By the name of the plugin they stand in for. */
const standIns = { "azure-native": startAzureNative, azuread: startAzuread };

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
