import type { ArmServer } from "../../local-azure/contract";
import { virtualClock } from "../../local-azure/kernel/clock";
import { startArmServer } from "../../local-azure/server/armServer";
import { measure, report } from "./scale";

// Memory and time per cluster must not grow with the clusters there are. Seconds differ from machine to machine, so only
// ratios and counts are asserted; the numbers are printed. `npm run bench:model` prints them for a thousand clusters.

// Six hundred clusters: ten to twenty seconds on a machine of its own.
jest.setTimeout(900_000);

let server: ArmServer;
beforeEach(async () => {
    server = await startArmServer({ clock: virtualClock() });
});
afterEach(() => server.stop());

test("the last of many clusters costs what the first ones did", async () => {
    const clusters = 600;
    const result = await measure(server, clusters, 100);
    process.stdout.write(`${report(result)}\n`);
    expect(result.statuses).toEqual({ 200: clusters, 201: 5 * clusters });
    // A store that is walked for every request makes the last hundred of 600 about six times as dear as the first.
    expect(result.timeRatio).toBeLessThan(2);
    expect(result.memoryRatio).toBeLessThan(2);
});
