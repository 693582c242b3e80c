import { run } from "../../../src/cli/run";
import { NO_AZURE } from "./command";

/** Runs the command with the arguments of this process, and prints which packages, and files of `src/`, that loaded. */
const LOADER = ["tsx", "esbuild"];

const silent = { write: () => undefined };

void run(process.argv.slice(2), { stdin: process.stdin, stdout: silent, stderr: silent, env: {}, ...NO_AZURE }).then(
    (code) => {
        const files = Object.keys(require.cache).map((file) => file.replaceAll("\\", "/"));
        const named = files.map(
            (file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? /\/(src\/.*)/.exec(file)?.[1],
        );
        const loaded = [...new Set(named.filter((name) => name !== undefined && !LOADER.includes(name)))].sort();
        process.stdout.write(JSON.stringify({ code, loaded }));
    },
);
