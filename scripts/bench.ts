import { type Figure, isExceeded, tableOf } from "./bench/figures";
import { measureImport } from "./bench/imports";
import { measurePackages } from "./bench/packages";
import { measurePluginStart } from "./bench/pluginStart";
import { type ProductionInstall, productionInstall } from "./bench/productionInstall";
import { measureSizes } from "./bench/sizes";
import { measureTypeCheck } from "./bench/typeCheck";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm run bench`: what the package costs those who use it, from a production install, each figure with its limit. Ends with
 * 1 where one is exceeded. `--json` for machines. Installs the package into a temporary folder, for which npm needs its
 * registry or cache.
 */
const MEASURES: readonly ((install: ProductionInstall) => Promise<Figure[]>)[] = [
    measurePluginStart,
    measureImport,
    measureTypeCheck,
    measurePackages,
    measureSizes,
];

async function main(folder: string): Promise<boolean> {
    process.stderr.write("Building the package and installing it …\n");
    const install = await productionInstall(folder);
    const figures: Figure[] = [];
    for (const measure of MEASURES) {
        figures.push(...(await measure(install)));
    }
    const isJson = process.argv.includes("--json");
    process.stdout.write(isJson ? `${JSON.stringify(figures, undefined, 2)}\n` : tableOf(figures));
    return !figures.some(isExceeded);
}

runMain("bench", () => withTemporaryFolder(main));
