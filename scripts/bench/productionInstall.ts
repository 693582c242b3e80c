import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packPackage } from "../packPackage";
import { runProgram } from "../runProgram";

/** The packed package, installed by npm as a user does. */
export interface ProductionInstall {
    /** Folder of the project. */
    project: string;
    /** Folder of the package in it. */
    installed: string;
    npm(...args: string[]): Promise<string>;
}

export async function productionInstall(folder: string): Promise<ProductionInstall> {
    const npm = async (...args: string[]) => (await runProgram("npm", args, { cwd: folder })).stdout;
    const tarball = await packPackage(join(folder, "packed"));
    await writeFile(join(folder, "package.json"), '{"private": true}');
    const quiet = ["--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await npm("install", ...quiet, tarball);
    return { project: folder, installed: join(folder, "node_modules/managed-identity-aks"), npm };
}
