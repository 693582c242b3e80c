import { Command } from "commander";
import type { Cluster } from "../examples/fleet/cluster";
import { virtualClock } from "../local-azure/kernel/clock";
import { type FleetExample, withFleetExample } from "./fleetExample";
import { runMain } from "./runMain";

/**
 * `npm run bench:fleet`: examples/fleet with more and more clusters, each fleet in a local Azure in which no operation takes
 * time: what is measured is Pulumi, the component and the model. Prints seconds, and ratios to the fleet of one cluster.
 */

interface Options {
    clusters: string;
    parallel: string;
    json?: boolean;
}

const RUNS = {
    up: ["up"],
    "up, nothing changed": ["up"],
    "up --continue": ["up", "--continue"],
    destroy: ["destroy"],
};

interface Row {
    clusters: number;
    run: string;
    seconds: number;
    secondsPerCluster: number;
    /** Seconds per cluster, by those of the smallest fleet. */
    ratio: number;
}

async function main(): Promise<void> {
    const options = new Command("bench:fleet")
        .option("--clusters <numbers>", "sizes of fleets", "1,10,50")
        .option("--parallel <number>", "stacks at a time", "4")
        .option("--json", "print JSON")
        .parse()
        .opts<Options>();
    const rows: Row[] = [];
    for (const clusters of options.clusters.split(",").map(Number)) {
        await withFleetExample({ clock: virtualClock() }, async (example) => {
            await example.write(Array.from({ length: clusters }, (_, index) => cluster(index)));
            for (const [run, args] of Object.entries(RUNS)) {
                const seconds = await measured(example, [...args, "--parallel", options.parallel]);
                process.stderr.write(`${clusters} clusters: ${run} took ${seconds.toFixed(1)} s\n`);
                const secondsPerCluster = seconds / clusters;
                const first = rows.find((row) => row.run === run)?.secondsPerCluster ?? secondsPerCluster;
                rows.push({ clusters, run, seconds, secondsPerCluster, ratio: secondsPerCluster / first });
            }
        });
    }
    process.stdout.write(`${options.json ? JSON.stringify(rows, undefined, 2) : tableOf(rows)}\n`);
}

async function measured({ run }: FleetExample, args: string[]): Promise<number> {
    const started = performance.now();
    const { code, output } = await run(args);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${output}`);
    return (performance.now() - started) / 1000;
}

function cluster(index: number): Cluster {
    return {
        name: `cluster-${index}`,
        location: "westeurope",
        vmSize: "Standard_D4ds_v5",
        addressPrefix: `10.${index}.0.0/20`,
    };
}

function tableOf(rows: Row[]): string {
    const cells = rows.map(({ clusters, run, seconds, secondsPerCluster, ratio }) => [
        String(clusters),
        run,
        seconds.toFixed(1),
        secondsPerCluster.toFixed(2),
        ratio.toFixed(2),
    ]);
    const table = [["clusters", "run", "seconds", "per cluster", "ratio"], ...cells];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

runMain("bench:fleet", main);
