import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { packPlugin } from "../pluginArchive";
import { type Figure, MEGABYTE } from "./figures";
import type { ProductionInstall } from "./productionInstall";

const MOST_MEGABYTES = 1.5;

export async function measureSizes({ project, installed }: ProductionInstall): Promise<Figure[]> {
    const archive = await packPlugin(join(project, "archive"));
    const sizes: [name: string, bytes: number][] = [
        ["tarball, unpacked", await bytesBelow(installed)],
        ["archive of the plugin", (await stat(archive)).size],
    ];
    return sizes.map(([name, bytes]) => ({ name, value: bytes / MEGABYTE, unit: "MB", limit: MOST_MEGABYTES }));
}

async function bytesBelow(folder: string): Promise<number> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    return sizes.reduce((sum, size) => sum + size, 0);
}
