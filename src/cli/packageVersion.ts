import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Name of this package in npm. */
export const PACKAGE = "managed-identity-aks";

const read = () => JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));

export function packageVersion(): string {
    return read().version;
}

/** What a program in TypeScript depends on. */
export function npmVersions(): Record<string, string> {
    const { version, dependencies } = read();
    return { "@pulumi/pulumi": dependencies["@pulumi/pulumi"], [PACKAGE]: `^${version}` };
}
