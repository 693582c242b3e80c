import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { runCli, withEngine } from "../engine/engine";
import { makeServicePrincipalByHand } from "../engine/handMadeGround";
import { installPlugin } from "../engine/yamlProgram";
import { type ProcessProgram, processHost, startProgramHost } from "./programHost";

/** What the programs of `expectNoSecretWritten` make clusters of: one with its secret marked as one, and one without. */
export interface Clusters {
    group: string;
    identityType: "ServicePrincipal" | "SystemAssigned";
    clientId: string;
    markedSecret: string;
    plainSecret: string;
    adminPassword: string;
}

/** The secret inputs that the programs set, as `Type.property`. */
export const SECRET_INPUTS = ["ServicePrincipal.clientSecret"];

/** How the CLI comes to a program. */
interface Served {
    /** Further arguments of the CLI. */
    args?: string[];
    /** What the program's own process printed. */
    printed?(): string;
    stop?(): void;
}

export type Serve = (stack: Stack, clusters: Clusters) => Promise<Served>;

const FIRST = {
    markedSecret: "M4rked~As-a-secret.1",
    plainSecret: "Pl4in~Text-of-a-secret.1",
    adminPassword: "W1ndows~Password.1",
};
const LATER = {
    markedSecret: "M4rked~As-a-secret.2",
    plainSecret: "Pl4in~Text-of-a-secret.2",
    adminPassword: FIRST.adminPassword,
};

/** Serves a program that is a process, which finds the clusters to make in its environment. */
export function throughHost({ command, env }: ProcessProgram): Serve {
    return async (_, clusters) => {
        const printed: string[] = [];
        const program = { command, env: { ...env, CLUSTERS: JSON.stringify(clusters) } };
        const host = await startProgramHost(processHost(program, (output) => printed.push(output)));
        return { args: [`--client=${host.address}`], printed: () => printed.join("\n"), stop: host.stop };
    };
}

interface Run {
    title: string;
    args: string[];
    clusters?: Partial<Clusters>;
    /** What a run prints that has to fail. */
    fails?: string;
}

const RUNS: Run[] = [
    {
        title: "refused by a rule",
        args: ["preview", "--diff"],
        clusters: { identityType: "SystemAssigned" },
        fails: "controlPlaneIdentity.servicePrincipal is a secret value",
    },
    { title: "preview as JSON", args: ["preview", "--diff", "--json"] },
    {
        title: "refused by Azure",
        args: ["up", "--yes", "--skip-preview", "--json"],
        clusters: { group: "missing" },
        fails: "ResourceGroupNotFound",
    },
    { title: "up", args: ["up", "--yes", "--diff"] },
    { title: "up with other secrets", args: ["up", "--yes", "--diff"], clusters: LATER },
    { title: "refresh", args: ["refresh", "--yes", "--diff"] },
    { title: "export", args: ["stack", "export"] },
    { title: "outputs", args: ["stack", "output", "--json"] },
    { title: "destroy", args: ["destroy", "--yes", "--diff"] },
];

const NO_PROGRAM = ["refresh", "stack", "destroy"];

/**
 * Runs a program in many ways and searches all that is written: what the CLI prints and logs, the events, the state, and every
 * file of Pulumi's home and of the workspace. Lines that match `bySdk` are debug messages of Pulumi's SDK for the language, which
 * do hold secrets: nothing of this package writes them, or can keep them from being written.
 */
export async function expectNoSecretWritten(
    serve: Serve,
    { archive, bySdk }: { archive?: { file: string }; bySdk?: RegExp | undefined } = {},
): Promise<void> {
    await withEngine(
        async () => {},
        {},
        async ({ stack, azure, arm }) => {
            if (archive !== undefined) {
                await installPlugin(stack, archive);
            }
            const { pulumiHome = "", workDir } = stack.workspace;
            const folder = dirname(pulumiHome);
            // Other tests keep the CLI from logging.
            rmSync(join(pulumiHome, "logs"));
            const group = "secrets";
            const groupId = `/subscriptions/${azure.ready.subscriptionId}/resourceGroups/${group}`;
            await arm.put(groupId, { location: "westeurope" }, { apiVersion: "2025-04-01" });
            const { clientId } = await makeServicePrincipalByHand(arm, "legacy");
            const ground = { group, clientId, identityType: "ServicePrincipal", ...FIRST } as const;
            const written = new Map<string, string>();
            for (const [index, { title, args, clusters, fails }] of RUNS.entries()) {
                const served = NO_PROGRAM.includes(String(args[0]))
                    ? {}
                    : await serve(stack, { ...ground, ...clusters });
                const events = args[0] === "stack" ? [] : ["--event-log", join(folder, `events-${index}`)];
                const options = [...(served.args ?? []), ...events, "--logtostderr", "-v=3", "--non-interactive"];
                const { code, output } = await cli(stack, [...args, ...options]);
                served.stop?.();
                written.set(title, [output, served.printed?.()].join("\n"));
                expect({ title, code: code === 0, ...(code !== 0 && !fails && { output }) }).toEqual({
                    title,
                    code: fails === undefined,
                });
                expect({ title, output }).toEqual({ title, output: expect.stringContaining(fails ?? "") });
            }
            for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
                const path = join(file.parentPath, file.name);
                // The program itself may hold a secret.
                if (file.isFile() && path !== join(workDir, "Pulumi.yaml")) {
                    written.set(path.slice(folder.length + 1), readFileSync(path, "latin1"));
                }
            }
            written.set("requests to Azure", JSON.stringify(azure.requests()));
            const places = [...written].map(([place, text]): [place: string, own: string, ofSdk: string] => {
                const lines = text.split("\n");
                const isOwn = (line: string) => !bySdk?.test(line);
                return [place, lines.filter(isOwn).join("\n"), lines.filter((line) => !isOwn(line)).join("\n")];
            });
            const found = places.flatMap(([place, own]) => secretsIn(own).map((secret) => `${secret} in ${place}`));
            expect([...written.keys()].filter((place) => place.startsWith("events-"))).toHaveLength(7);
            expect(found).toEqual([]);
            // Once the SDK says no secrets any more, it is searched like all else.
            expect(places.some(([, , ofSdk]) => secretsIn(ofSdk).length > 0)).toBe(bySdk !== undefined);
        },
    );
}

const SECRETS = new Set([...Object.values(FIRST), ...Object.values(LATER)]);

function secretsIn(text: string): string[] {
    return [...SECRETS].filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}

/** A text, and what base64 makes of it wherever it begins. */
function formsOf(secret: string): string[] {
    const encoded = [0, 1, 2].map((before) => {
        const text = Buffer.from(`${" ".repeat(before)}${secret}`).toString("base64");
        // The first and the last characters hold parts of what is around.
        return text.slice(before === 0 ? 0 : before + 1, -4);
    });
    return [secret, ...encoded];
}

async function cli(stack: Stack, args: string[]) {
    const env = { PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true" };
    return runCli(stack, [...args, "--stack", stack.name], env).then(
        ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
        ({ code, stdout, stderr }) => ({ code, output: `${stdout}${stderr}` }),
    );
}
