import * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import { Host } from "./host";
import { messageOfUncaught } from "./pluginError";

/** The program of the plugin `pulumi-resource-managed-identity-aks`: the engine starts it, and reads its port. */

const UNCAUGHT = ["uncaughtException", "unhandledRejection"] as const;

async function main(): Promise<void> {
    await provider.main(new Host(), process.argv.slice(2));
    const printed = new Set<string>();
    for (const event of UNCAUGHT) {
        // The SDK's first handler prints the stack; the second ends the requests that are under way, and stays.
        const [printsStack] = process.listeners(event as "uncaughtException");
        if (printsStack !== undefined) {
            process.removeListener(event, printsStack);
        }
        process.on(event, (error: unknown) => {
            const message = messageOfUncaught(error);
            if (!printed.has(message)) {
                printed.add(message);
                void pulumi.log.error(message);
            }
        });
    }
}

void main();
