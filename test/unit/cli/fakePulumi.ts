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

/** Calls `use` with a fake Pulumi CLI that answers `pulumi preview` and `pulumi stack export`. */
export function withPulumi<T>(
    answers: { preview?: PulumiAnswer; export?: PulumiAnswer },
    use: (pulumi: FakePulumi) => Promise<T>,
): Promise<T> {
    const script = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
fs.appendFileSync(__dirname + "/calls", JSON.stringify(args) + "\\n");
const { stdout = "", stderr = "", code = 0, then } = ${JSON.stringify(answers)}[args.includes("export") ? "export" : "preview"] ?? {};
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
