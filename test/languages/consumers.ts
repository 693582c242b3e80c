import { readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { JAVA_PROJECT } from "../../scripts/languageTools";
import { runProgram } from "../../scripts/runProgram";
import schema from "../../src/schema.json";
import { temporaryFolder } from "../temporaryFolder";
import type { TitledTest } from "../testWith";
import { generateSdk, generator, inGo, inJava, inPython, javaHost, maven, python, ROOT } from "./tools";

/** The SDKs of the schema, each in a folder of its language's name. */
export function generatedSdks(): { path: string } {
    const sdks = temporaryFolder();
    beforeAll(async () => {
        if (generator !== undefined) {
            // It fails where Pulumi's binder has an error or a warning.
            await runProgram(generator, ["sdks", join(ROOT, "src/schema.json"), sdks.path]);
        }
    });
    return sdks;
}

/** Installs the SDK for Python beside itself; returns the variables with which Python finds it. */
export async function installPythonSdk(sdks: string): Promise<Record<string, string>> {
    // A release takes the package's own along.
    await cp(join(ROOT, "README.md"), join(sdks, "python/README.md"));
    const installed = join(sdks, "installed");
    const offline = ["--no-index", "--no-deps", "--no-build-isolation"];
    const install = ["-m", "pip", "install", "--quiet", ...offline, "--target", installed];
    await runProgram(String(python), [...install, join(sdks, "python")]);
    // Every run would compile Pulumi's modules again: Python keeps them, for the runs of this test alone.
    return { PYTHONPATH: installed, PYTHONDONTWRITEBYTECODE: "", PYTHONPYCACHEPREFIX: join(sdks, "pycache") };
}

/** A program of Java's that takes seconds ends before its code has been made as fast as it can be. */
const BRIEF_JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

/** A program on the SDK of a language. */
export interface Consumer {
    command: [program: string, ...args: string[]];
    env: Record<string, string>;
}

/** A language that has a consumer. */
interface Language {
    inLanguage: TitledTest;
    /** Compiles the SDK and the consumer's program. */
    build: (sdks: string) => Promise<Consumer>;
    /** A debug message of Pulumi's SDK for it that has the values of secrets. */
    debugMessage?: RegExp;
}

export const CONSUMERS: Record<string, Language> = {
    Python: {
        inLanguage: inPython,
        build: async (sdks) => {
            const command: Consumer["command"] = [String(python), join(__dirname, "python/consumer.py")];
            return { command, env: await installPythonSdk(sdks) };
        },
    },
    Go: {
        inLanguage: inGo,
        build: async (sdks) => {
            // The folder of the SDK becomes a module with a program in it, whose go.sum holds the hashes of all others.
            const folder = join(sdks, "go");
            await cp(join(__dirname, "go"), folder, { recursive: true });
            const program = join(folder, process.platform === "win32" ? "consumer.exe" : "consumer");
            const build = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", program, "."];
            await runProgram("go", build, { cwd: folder, env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" } });
            return { command: [program], env: {} };
        },
    },
    Java: {
        inLanguage: inJava,
        debugMessage: /Registering resource monitor start: /,
        build: async (sdks) => {
            await generateSdk("java", javaHost, join(ROOT, "src/schema.json"), sdks);
            const folder = join(sdks, "java");
            await cp(JAVA_PROJECT, folder, { recursive: true });
            // With Gradle the build of the SDK writes it: the SDK asks for this version of the plugin.
            const resources = join(folder, "src/main/resources/com/pulumi", schema.name);
            await mkdir(resources, { recursive: true });
            await writeFile(join(resources, "version.txt"), schema.version);
            const offline = ["--batch-mode", "--quiet", "--offline", `-Dmaven.repo.local=${maven}`, "compile"];
            const env = { ...process.env, MAVEN_OPTS: BRIEF_JVM.join(" ") };
            await runProgram("mvn", offline, { cwd: folder, env });
            const target = join(folder, "target");
            const jars = readFileSync(join(target, "classpath.txt"), "utf8");
            const classes = [join(target, "classes"), jars].join(delimiter);
            return { command: ["java", ...BRIEF_JVM, "-cp", classes, "Consumer"], env: {} };
        },
    },
};
