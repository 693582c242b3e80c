import { readFileSync } from "node:fs";
import { connect } from "../../../src/cli/azure/connect";
import type { TestAzure } from "../../local-azure/harness";
import type { Live } from "./command";

/** Azure and the clock of live commands on a local Azure: signed in as its deployer, on its time. No repetition waits. */
export function liveAzure(azure: TestAzure, query: Record<string, string> = {}): Live {
    const { env, caFile } = { ...azure.server.ready };
    const credential = {
        getToken: async (scopes: string | string[]) => ({
            token: await azure.tokenFor(String(scopes).replace(/\/\.default$/, ""), query),
            expiresOnTimestamp: Number.MAX_SAFE_INTEGER,
        }),
    };
    const pipeline = {
        tlsOptions: { ca: readFileSync(caFile, "utf8") },
        retryOptions: { maxRetries: 2, retryDelayInMs: 0 },
    };
    return {
        azure: () => connect({ env, credential, pipeline }),
        clock: {
            now: () => azure.clock.now(),
            wait: async (seconds) => azure.advance(seconds),
        },
        interruption: () => new AbortController().signal,
    };
}
