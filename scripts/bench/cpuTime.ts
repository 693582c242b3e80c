import { runProgram } from "../runProgram";

/** Of what stands before the program, Node's own start is not counted. */
const COUNTED = `
const started = process.cpuUsage();
process.on("exit", () => {
    const { user, system } = process.cpuUsage(started);
    console.log((user + system) / 1e6);
});
`;

/** What a program in JavaScript prints, run by Node in a folder. */
export async function outputOf(program: string, cwd: string): Promise<string> {
    const { stdout } = await runProgram(process.execPath, ["-e", program], { cwd });
    return stdout.trim();
}

/** Seconds of the processor that a program in JavaScript takes: what else the machine does hardly counts. */
export async function cpuSeconds(program: string, cwd: string): Promise<number> {
    const printed = await outputOf(`${COUNTED}${program}`, cwd);
    return Number(printed.split("\n").at(-1));
}
