import { virtualClock } from "../local-azure/kernel/clock";
import { startArmServer } from "../local-azure/server/armServer";
import { measure, report } from "../test/local-azure/scale";
import { runMain } from "./runMain";

/**
 * `npm run bench:model`: a thousand clusters with their identities and role assignments in one local-azure. Prints time
 * and memory per cluster for the first and the last hundred, as numbers and as ratios; `--json` for machines.
 */
async function main(): Promise<void> {
    const server = await startArmServer({ clock: virtualClock() });
    try {
        const result = await measure(server, 1000, 100);
        const isJson = process.argv.includes("--json");
        process.stdout.write(`${isJson ? JSON.stringify(result, undefined, 2) : report(result)}\n`);
    } finally {
        await server.stop();
    }
}

runMain("bench:model", main);
