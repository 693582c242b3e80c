import { execFile, spawn } from "node:child_process";
import { access, cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/**
 * The Pulumi CLI: that of the PATH if it is new enough, else the one in the cache, else it is built from its Go
 * modules into the cache, outside the checkout.
 */
export interface PulumiCli {
    /** Folder with `bin/pulumi` in it. */
    root: string;
    version: string;
    /** Where it comes from: `PATH`, `cache` or `built`. */
    origin: string;
}

/** What is built where no CLI is found; the hashes of all its modules stand in pulumi-cli/go.sum. */
const BUILT_VERSION = "3.259.0";
/** The first with error hooks, without which the component cannot wait for role assignments. */
const OLDEST_VERSION = "3.218.0";

export async function findPulumiCli(say: (line: string) => void): Promise<PulumiCli> {
    return (await fromPath()) ?? (await fromCache("cache")) ?? (await build(say));
}

async function fromPath(): Promise<PulumiCli | undefined> {
    for (const folder of (process.env.PATH ?? "").split(":")) {
        const version = await versionOf(join(folder, "pulumi"));
        // The Automation API looks for the CLI in a folder called bin.
        if (version && folder.endsWith("/bin") && isAtLeast(version, OLDEST_VERSION)) {
            return { root: dirname(folder), version, origin: "PATH" };
        }
    }
    return undefined;
}

async function fromCache(origin: string): Promise<PulumiCli | undefined> {
    const root = cachedRoot();
    const version = await versionOf(join(root, "bin", "pulumi"));
    return version === BUILT_VERSION ? { root, version, origin } : undefined;
}

function cachedRoot(): string {
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
    return join(cache, "managed-identity-aks", `pulumi-${BUILT_VERSION}`);
}

/** Built in a folder of its own and moved into place when whole, so that an interrupted build leaves no half. */
async function build(say: (line: string) => void): Promise<PulumiCli> {
    await requireGo();
    const work = await mkdtemp(join(tmpdir(), "pulumi-cli-"));
    try {
        await cp(join(__dirname, "pulumi-cli"), work, { recursive: true });
        say(`Building the Pulumi CLI ${BUILT_VERSION} from its Go modules: some minutes, once.`);
        await goBuild(work, say);
        await mkdir(join(cachedRoot(), "bin"), { recursive: true });
        const draft = join(cachedRoot(), "bin", `pulumi.${process.pid}`);
        await cp(join(work, "pulumi"), draft);
        await rename(draft, join(cachedRoot(), "bin", "pulumi"));
    } finally {
        await rm(work, { recursive: true, force: true });
    }
    const built = await fromCache("built");
    if (!built) {
        throw new Error(`The Pulumi CLI was built but does not say that it is ${BUILT_VERSION}.`);
    }
    return built;
}

async function requireGo(): Promise<void> {
    await run("go", ["version"]).catch(() => {
        throw new Error(
            `No Pulumi CLI of at least ${OLDEST_VERSION} on the PATH, and no Go to build one. Install the CLI ` +
                "(https://www.pulumi.com/docs/iac/download-install/) or Go 1.26 (https://go.dev/dl/), then run this again.",
        );
    });
}

const SECONDS_BETWEEN_SIGNS_OF_LIFE = 20;

function goBuild(work: string, say: (line: string) => void): Promise<void> {
    const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${BUILT_VERSION}`;
    const go = spawn(
        "go",
        [
            "build",
            "-mod=readonly",
            "-trimpath",
            `-ldflags=-s -w ${version}`,
            "-o",
            "pulumi",
            "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        ],
        {
            cwd: work,
            env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" },
            stdio: ["ignore", "ignore", "pipe"],
        },
    );
    let modules = 0;
    let errors = "";
    const started = Date.now();
    go.stderr.on("data", (chunk: Buffer) => {
        modules += chunk.toString().split("go: downloading").length - 1;
        errors = (errors + chunk.toString()).slice(-4000);
    });
    const signOfLife = setInterval(() => {
        const seconds = Math.round((Date.now() - started) / 1000);
        say(`  ${seconds} s, ${modules} modules fetched`);
    }, SECONDS_BETWEEN_SIGNS_OF_LIFE * 1000);
    return new Promise<void>((resolve, reject) => {
        go.on("error", reject);
        go.on("exit", (code) =>
            code === 0 ? resolve() : reject(new Error(`go build of the Pulumi CLI failed:\n${errors}`)),
        );
    }).finally(() => clearInterval(signOfLife));
}

async function versionOf(binary: string): Promise<string | undefined> {
    const there = await access(binary).then(
        () => true,
        () => false,
    );
    if (!there) {
        return undefined;
    }
    const { stdout } = await run(binary, ["version"], {
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    }).catch(() => ({ stdout: "" }));
    return /^v?(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1];
}

function isAtLeast(version: string, least: string): boolean {
    return version.localeCompare(least, "en", { numeric: true }) >= 0;
}

const run = promisify(execFile);
