import * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import { hideAnswersInDebugMessages } from "../engine/sdk";
import { Host } from "./host";
import { messageOfUncaught } from "./pluginError";

/** The program of the plugin `pulumi-resource-managed-identity-aks`: the engine starts it, and reads its port. */

const UNCAUGHT = ["uncaughtException", "unhandledRejection"] as const;

async function main(): Promise<void> {
    hideAnswersInDebugMessages();
    const host = new Host();
    await provider.main(host, process.argv.slice(2));
    for (const event of UNCAUGHT) {
        // The SDK's first handler prints the stack; the second fails all components that are under construction.
        const [, failAll] = process.listeners(event as "uncaughtException");
        process.removeAllListeners(event);
        process.on(event, (error: Error) => {
            if (host.failCurrent(error)) {
                return;
            }
            if (host.isConstructing) {
                failAll?.(error, event);
            } else {
                void pulumi.log.error(messageOfUncaught(error));
            }
        });
    }
}

void main();
