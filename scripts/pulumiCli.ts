import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { gte, SemVer } from "semver";
import type { Output } from "../src/cli/io";
import { cacheFolder, intoPlace } from "./cacheFolder";
import { buildGoProgram, PULUMI_CLI } from "./pulumiBuild";

export interface PulumiCli {
    /** Folder with `bin/pulumi` in it; without one, the CLI is that of the PATH. */
    root?: string;
    version: string;
    /** Where it comes from: `PATH`, `cache`, `installed` or `built`. */
    origin: string;
}

/** What the search for a CLI asks of the machine. */
export interface Machine {
    /** The version of the CLI below a folder, or of the one on the PATH; nothing where none tells it. */
    version(root?: string): Promise<string | undefined>;
    /** Puts the release from the internet into a folder. Throws, with the reason, where it cannot. */
    install(root: string): Promise<void>;
    /** Puts what Go makes of the CLI's modules into a folder. Throws, with the reason, where it cannot. */
    build(root: string): Promise<void>;
}

/** What is installed or built where no CLI is found. */
const { version: VERSION } = PULUMI_CLI;
/** The first with error hooks, without which the component cannot wait for role assignments. */
const OLDEST_VERSION = "3.230.0";
const INSTALL_SCRIPT = "https://get.pulumi.com/install.sh";
const SECONDS_TO_REACH = 10;

/** Names the CLI as JSON to the processes that a script starts: they need not look for it once more. */
export const FOUND_CLI = "MANAGED_IDENTITY_AKS_PULUMI_CLI";

export async function findPulumiCli(output: Output): Promise<PulumiCli> {
    const found = process.env[FOUND_CLI];
    return found ? JSON.parse(found) : choosePulumiCli(cacheFolder(`pulumi-${VERSION}`), machine(output));
}

/**
 * The CLI of the PATH if it is new enough, else the one in the cache, else one that is put there: from the internet or,
 * where that cannot be reached, from Go modules.
 */
export async function choosePulumiCli(cached: string, machine: Machine): Promise<PulumiCli> {
    const inCache = async () => requireVersion(await machine.version(cached), cached);
    const sources: [origin: string, root: string | undefined, find: () => Promise<string>][] = [
        ["PATH", undefined, async () => requireNew(await machine.version())],
        ["cache", cached, inCache],
        ["installed", cached, () => machine.install(cached).then(inCache)],
        ["built", cached, () => machine.build(cached).then(inCache)],
    ];
    const reasons: string[] = [];
    for (const [origin, root, find] of sources) {
        try {
            return { root, version: await find(), origin };
        } catch (error) {
            reasons.push(`${origin}: ${error instanceof Error ? error.message : error}`);
        }
    }
    throw new Error(
        `There is no Pulumi CLI, which was looked for in four places:\n${reasons.map(indented).join("\n")}\n` +
            `Do one of three things, then run this again: install the CLI, ${OLDEST_VERSION} or newer, so that it is on the ` +
            "PATH (https://www.pulumi.com/docs/iac/download-install/); let this machine reach get.pulumi.com; or install " +
            "Go 1.26 or newer (https://go.dev/dl/), with a module proxy that this machine reaches.",
    );
}

function requireNew(version: string | undefined): string {
    if (!version) throw new Error("no pulumi that tells its version.");
    if (gte(version, OLDEST_VERSION)) return version;
    throw new Error(`pulumi ${version} is older than ${OLDEST_VERSION}.`);
}

function requireVersion(version: string | undefined, root: string): string {
    if (version === VERSION) return version;
    throw new Error(`${root} has ${version ? `pulumi ${version}` : "no pulumi"}, not ${VERSION}.`);
}

const indented = (reason: string) => `  ${reason.trim().replaceAll("\n", "\n    ")}`;

function machine(output: Output): Machine {
    return {
        version: async (root) => {
            const command = await PulumiCommand.get({ root, skipVersionCheck: true }).catch(() => undefined);
            return command?.version?.version;
        },
        install: async (root) => {
            await reach(INSTALL_SCRIPT);
            output.write(`Installing the Pulumi CLI ${VERSION} into ${root}, once.\n`);
            await intoPlace(root, async (draft) => {
                await PulumiCommand.install({ version: new SemVer(VERSION), root: draft });
            });
        },
        build: (root) => intoPlace(root, (draft) => buildGoProgram(PULUMI_CLI, join(draft, "bin"), output)),
    };
}

/** The library itself would wait for two minutes. */
async function reach(url: string): Promise<void> {
    const signal = AbortSignal.timeout(SECONDS_TO_REACH * 1000);
    const { ok, status } = await fetch(url, { method: "HEAD", signal }).catch((error: Error) => {
        const { message } = error.cause instanceof Error ? error.cause : error;
        throw new Error(`${url} cannot be reached: ${message}.`);
    });
    if (!ok) throw new Error(`${url} answers with HTTP ${status}.`);
}
