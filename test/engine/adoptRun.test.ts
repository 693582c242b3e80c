import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Stack } from "@pulumi/pulumi/automation";
import { yamlHostFolder } from "../../scripts/languageTools";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";
import { FULL } from "../randomRuns";
import type { Ran } from "../unit/cli/command";
import { isWrite } from "./adoptByImport";
import { ADOPTED, type MakeRequest } from "./adoptedClusters";
import { withFoundClusters } from "./foundClusters";
import { showOf } from "./handMadeClusters";
import { startPlugin } from "./plugin";
import { testYaml } from "./yamlProgram";

/** A cluster takes some seconds. */
jest.setTimeout(FULL ? 1_800_000 : 300_000);

const MAIN = join(__dirname, "../../src/cli/main.ts");

/** Runs the command in a process of its own, which `kill -9` ends at the first line on standard error that has this text. */
async function adoptBy(stack: Stack, cwd: string, argv: string[], killAt?: string): Promise<Ran> {
    const { workspace } = stack;
    const child = spawn(process.execPath, ["--import", require.resolve("tsx"), MAIN, ...argv], {
        cwd,
        env: {
            ...process.env,
            ...workspace.envVars,
            PATH: [dirname(workspace.pulumiCommand.command), yamlHostFolder(), process.env.PATH].join(delimiter),
            PULUMI_HOME: String(workspace.pulumiHome),
            PULUMI_CONFIG_PASSPHRASE: "made up",
        },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk;
        if (killAt !== undefined && stderr.includes(killAt)) {
            child.kill("SIGKILL");
        }
    });
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
    return { code: code ?? -1, stdout, stderr };
}

testYaml(
    "one command adopts a cluster, and another one a fleet, which goes on after kill -9: no write, and no change",
    async () => {
        const plugin = await startPlugin();
        const { sshkeys, pools, ownidentities } = ADOPTED;
        try {
            await withFoundClusters(
                { sshkeys, pools, ownidentities },
                { plugins: { "managed-identity-aks": plugin.port } },
                async ({ stack, arm, clusters, shown, newRequests }) => {
                    await withTemporaryFolder(async (folder) => {
                        const run = (argv: string[], killAt?: string) => adoptBy(stack, folder, argv, killAt);
                        const language = ["--language", "yaml"];
                        newRequests();

                        // Nobody is there to be asked, so it stops before the import.
                        const one = ["adopt", String(clusters.pools), "--run", ...language];
                        const asked = await run(one);
                        expect(asked).toMatchObject({ code: 3 });
                        expect(asked.stdout).toContain("… not yet imported");
                        expect(asked.stdout).toContain(
                            `\nmanaged-identity-aks ${one.slice(0, 2).join(" ")} --language yaml --run\n`,
                        );
                        const program = () => readFileSync(join(folder, "pools/Pulumi.yaml"), "utf8");
                        expect(program()).toContain("{adoptClusterId}");

                        const adopted = await run([...one, "--yes"]);
                        expect(adopted).toMatchObject({ code: 0 });
                        expect(adopted.stdout).toContain("✓ adopted");
                        expect(adopted.stderr).toContain("pools: imports ");
                        expect(program()).not.toContain("adoptClusterId");

                        // A fleet: the survey's order, one that is there already, and a run that is killed.
                        const survey = await run(["survey", "--live", "--format", "json"]);
                        writeFileSync(join(folder, "survey.json"), survey.stdout);
                        const fleet = ["adopt", "--from", "survey.json", "--run", "--yes", ...language];
                        const killed = await run(fleet, "3/3 sshkeys: previews the program");
                        expect(killed).toMatchObject({ code: -1, stdout: "" });
                        const resumed = await run([...fleet, "--format", "json"]);
                        expect(resumed).toMatchObject({ code: 0 });
                        expect(JSON.parse(resumed.stdout).adoptions.map((each: object) => Object.values(each))).toEqual(
                            ["ownidentities", "pools", "sshkeys"].map((name) => [
                                clusters[name as "pools"],
                                name,
                                "prod",
                                "adopted",
                                [],
                            ]),
                        );
                        // Only what is left is imported.
                        expect(resumed.stderr.match(/\w+: imports/g)).toEqual(["sshkeys: imports"]);

                        expect(newRequests().filter(isWrite)).toEqual([]);
                        for (const [name, id] of Object.entries(clusters)) {
                            expect({ name, ...(await showOf(arm, id)) }).toEqual({ name, ...shown[name] });
                        }

                        // A change by somebody else, and a program that was edited.
                        writeFileSync(join(folder, "pools/Pulumi.yaml"), program().replace("count: 3", "count: 4"));
                        const edited = await run([...one, "--yes"]);
                        expect(edited.stderr).toContain("keeps pools/Pulumi.yaml, which was changed");
                        expect(edited).toMatchObject({ code: 3 });
                        expect(edited.stdout).toContain("`pulumi up`: update pools-cluster.".replace("pools-", "aks-"));
                    });
                },
            );
        } finally {
            await plugin.stop();
        }
    },
);

/** As many clusters of three kinds, by names that begin with their numbers. */
function fleetOf(count: number): Record<string, MakeRequest> {
    const { sshkeys, pools, standard } = ADOPTED;
    const kinds = Object.entries({ sshkeys, pools, standard });
    return Object.fromEntries(
        Array.from({ length: count }, (_, index) => {
            const [kind, request] = kinds[index % kinds.length] as [string, MakeRequest];
            return [`c${String(index + 1).padStart(2, "0")}-${kind}`, request];
        }),
    );
}

testYaml(
    "a fleet is adopted unattended: killed after the import of the middle one, it is resumed, and no import is repeated",
    async () => {
        const count = FULL ? 40 : 4;
        const half = count / 2;
        const plugin = await startPlugin();
        try {
            await withFoundClusters(
                fleetOf(count),
                { plugins: { "managed-identity-aks": plugin.port } },
                async ({ stack, arm, clusters, shown, newRequests }) => {
                    await withTemporaryFolder(async (folder) => {
                        const names = Object.keys(clusters);
                        const survey = { kind: "survey", clusters: Object.values(clusters).map((id) => ({ id })) };
                        writeFileSync(join(folder, "survey.json"), JSON.stringify(survey));
                        const options = ["--run", "--yes", "--language", "yaml", "--project", "fleet"];
                        const fleet = ["adopt", "--from", "survey.json", ...options];
                        newRequests();

                        const killed = await adoptBy(
                            stack,
                            folder,
                            fleet,
                            `${half}/${count} ${names[half - 1]}: removes `,
                        );
                        expect(killed).toMatchObject({ code: -1, stdout: "" });
                        const resumed = await adoptBy(stack, folder, [...fleet, "--format", "json"]);
                        expect(resumed.stderr).toContain(`${count}/${count} ${names[count - 1]}: `);
                        expect(resumed).toMatchObject({ code: 0 });
                        const { adoptions } = JSON.parse(resumed.stdout);
                        expect(adoptions).toEqual(
                            names.map((name) => ({
                                cluster: clusters[name],
                                folder: `fleet/${name}`,
                                stack: "prod",
                                state: "adopted",
                                left: [],
                            })),
                        );
                        // What the killed run has imported is not imported again.
                        const imported = ({ stderr }: Ran) => stderr.match(/\S+(?=: imports)/g) ?? [];
                        expect(imported(killed)).toEqual(names.slice(0, half));
                        expect(imported(resumed)).toEqual(names.slice(half));

                        expect(newRequests().filter(isWrite)).toEqual([]);
                        for (const [name, id] of Object.entries(clusters)) {
                            expect({ name, ...(await showOf(arm, id)) }).toEqual({ name, ...shown[name] });
                        }
                    });
                },
            );
        } finally {
            await plugin.stop();
        }
    },
);
