/** What the SDK knows of the run, as far as this package asks for it. */
interface SdkStore {
    /** What the engine takes, by the names of the SDK: `supportsErrorHooks`. */
    [support: string]: unknown;
    settings?: { options?: RunOptions };
}

interface RunOptions {
    /** Where the resource monitor listens; `mock` under Pulumi's test mocks. */
    monitorAddr?: string;
    engineAddr?: string;
    dryRun?: boolean;
}

/** The SDK's store of the run, which it does not export with types; nothing where another version has none. */
export function sdkStore(): SdkStore {
    try {
        const state: { getStore?(): SdkStore } = require("@pulumi/pulumi/runtime/state");
        return state.getStore?.() ?? {};
    } catch {
        return {};
    }
}
