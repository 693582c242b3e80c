/** Runs the main function of a script. The process ends with 1 where it says false, or fails: `name` then says why. */
export function runMain(name: string, main: () => Promise<unknown>): void {
    main().then(
        (held) => {
            process.exitCode = held === false ? 1 : 0;
        },
        (error: unknown) => {
            process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
            process.exitCode = 1;
        },
    );
}
