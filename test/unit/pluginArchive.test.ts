import { stat } from "node:fs/promises";
import { list } from "tar";
import { packPlugin } from "../../scripts/pluginArchive";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";

const LARGEST = 1.5 * 1024 * 1024;

test("the archive of the plugin contains a program, its launchers and licences, and nothing else, and is small", () =>
    withTemporaryFolder(async (folder) => {
        const file = await packPlugin(folder);
        const entries: Record<string, number> = {};
        await list({ file, onReadEntry: ({ path, mode = 0 }) => (entries[path] = mode & 0o777) });
        const { "pulumi-resource-managed-identity-aks": launcher = 0, ...others } = entries;
        // Windows has no such bit: there the .cmd starts it.
        expect(process.platform === "win32" ? 0o100 : launcher & 0o100).toBe(0o100);
        expect(Object.keys(others).sort()).toEqual([
            "LICENSE",
            "THIRD-PARTY-NOTICES",
            "package.json",
            "plugin.js",
            "pulumi-resource-managed-identity-aks.cmd",
        ]);
        expect((await stat(file)).size).toBeLessThan(LARGEST);
    }));
