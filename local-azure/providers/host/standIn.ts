import type { ProviderSettings, RunningProvider } from "../../contract";
import { type ArmClient, armClient } from "./armClient";
import type { Provider } from "./provider";
import { type Plugin, serve } from "./server";

/** How a plugin's stand-in is started: a provider on a client of local-azure's server. */
export function standIn(plugin: Plugin, provider: (arm: ArmClient, settings: ProviderSettings) => Provider) {
    return async (settings: ProviderSettings): Promise<RunningProvider> => {
        const arm = armClient(settings);
        const { port, stop } = await serve(provider(arm, settings), plugin);
        return { port, stop: () => stop().finally(() => arm.close()) };
    };
}
