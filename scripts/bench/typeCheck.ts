import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Figure, inTurn, median } from "./figures";
import { importedModules } from "./imports";
import type { ProductionInstall } from "./productionInstall";

const RUNS = 3;

const CONSUMER = `
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("aks");
const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName: group.name,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3 },
});
export const identityProfile = aks.identityProfile;
`;

/** The compiler on a first program against one that imports the parts of Pulumi's packages that the package imports. */
export async function measureTypeCheck(install: ProductionInstall): Promise<Figure[]> {
    const asked = (await importedModules(install)).filter((name) => name.startsWith("@pulumi/"));
    const modules = [...new Set([...asked, "@pulumi/azure-native/resources"])];
    const imports = modules.map((name, index) => `import * as module${index} from "${name}";`);
    const used = modules.map((_, index) => `module${index}`).join(", ");
    const programs = [`${imports.join("\n")}\nexport const modules = [${used}];\n`, CONSUMER];
    const folders: string[] = [];
    for (const [index, program] of programs.entries()) {
        folders.push(await projectWith(program, join(install.project, `types${index}`)));
    }
    const times = await inTurn(RUNS, folders, secondsOf);
    const [imported = Number.NaN, consumer = Number.NaN] = times.map(median);
    return [
        { name: "type check of the same imports", value: imported, unit: "s" },
        { name: "type check of a consumer", value: consumer, unit: "s", ratio: consumer / imported, limit: 1.1 },
    ];
}

async function projectWith(program: string, folder: string): Promise<string> {
    // The options of Pulumi's template for TypeScript that a check of types has.
    const compilerOptions = {
        strict: true,
        noEmit: true,
        target: "es2020",
        module: "node16",
        moduleResolution: "node16",
        skipLibCheck: true,
    };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
    await writeFile(join(folder, "index.ts"), program);
    return folder;
}

async function secondsOf(folder: string): Promise<number> {
    const started = performance.now();
    await promisify(execFile)(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", folder]);
    return (performance.now() - started) / 1000;
}
