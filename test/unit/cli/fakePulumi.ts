import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withFiles } from "./command";

/** What one command of a fake Pulumi CLI does. */
export interface PulumiAnswer {
    stdout?: string;
    stderr?: string;
    code?: number;
    /** JavaScript that runs after `stdout` is written, and ends the process itself. */
    then?: string;
}

export interface FakePulumi {
    folder: string;
    /** Environment in which it is the `pulumi` of the PATH. */
    env: Record<string, string>;
    /** Arguments of each call. */
    calls(): string[][];
}

/** Only POSIX runs a script by its name. */
export const withScripts = process.platform === "win32" ? test.skip : test;

interface Answers {
    preview?: PulumiAnswer;
    export?: PulumiAnswer;
    /** Of other commands; they succeed without it. */
    import?: PulumiAnswer;
}

/** Calls `use` with a fake Pulumi CLI that answers these commands; `imported` is what it answers after `pulumi import`. */
export function withPulumi<T>(
    answers: Answers & { imported?: Answers },
    use: (pulumi: FakePulumi) => Promise<T>,
): Promise<T> {
    const script = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
fs.appendFileSync(__dirname + "/calls", JSON.stringify(args) + "\\n");
const answers = ${JSON.stringify(answers)};
const name = ["export", "preview", "import"].find((each) => args.includes(each));
const isImported = fs.readFileSync(__dirname + "/calls", "utf8").includes('"import"') && name !== "import";
const { stdout = "", stderr = "", code = 0, then } = (isImported ? answers.imported : answers)?.[name] ?? {};
process.exitCode = code;
process.stderr.write(stderr);
process.stdout.write(stdout, () => then && new Function("require", "folder", then)(require, __dirname));
`;
    return withFiles({ pulumi: script }, async (folder) => {
        chmodSync(join(folder, "pulumi"), 0o755);
        const file = join(folder, "calls");
        return use({
            folder,
            env: { PATH: folder },
            calls: () =>
                existsSync(file)
                    ? readFileSync(file, "utf8")
                          .trimEnd()
                          .split("\n")
                          .map((line) => JSON.parse(line))
                    : [],
        });
    });
}
