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
        // The SDK's first handler prints the stack; the second fails the components that are under construction, and stays.
        const [printsStack] = process.listeners(event as "uncaughtException");
        if (printsStack !== undefined) {
            process.removeListener(event, printsStack);
        }
        process.on(event, (error: unknown) => {
            if (!host.isConstructing) {
                void pulumi.log.error(messageOfUncaught(error));
            }
        });
    }
}

void main();
