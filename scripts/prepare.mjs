// npm's "prepare" in a clone: builds the package, and lets the examples import it by its name.
import { existsSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// What is built stays as it is: an installation without the development's packages could not build it again.
if (!existsSync(join(root, "bin"))) {
    await import("./build.mjs");
}

const self = join(root, "node_modules", "managed-identity-aks");
if (!existsSync(self)) {
    symlinkSync("..", self, "junction");
}
