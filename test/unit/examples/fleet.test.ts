import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFleet } from "../../../examples/fleet/fleetFile";
import { progressOn } from "../../../examples/fleet/progress";
import { temporaryFolder } from "../../temporaryFolder";

const WEST = { name: "west", location: "westeurope", vmSize: "Standard_D4ds_v5", addressPrefix: "10.1.0.0/20" };

describe("the file of a fleet", () => {
    const folder = temporaryFolder();
    const file = () => join(folder.path, "fleet.json");
    const read = (clusters: object[], names: string[] = []) => {
        writeFileSync(file(), JSON.stringify(clusters));
        return readFleet(file(), names);
    };

    test("has all clusters, or those that are named", () => {
        const north = { ...WEST, name: "north", nodeCount: 5 };
        expect(read([WEST, north])).toEqual([WEST, north]);
        expect(read([WEST, north], ["north"])).toEqual([north]);
    });

    test.each([
        [{ ...WEST, name: "west/1" }, "[1].name must be letters, digits and hyphens, not west/1."],
        [{ ...WEST, name: "north", vmSize: undefined }, "[1].vmSize must be a VM size, not undefined."],
        [{ ...WEST, name: "north", nodeCount: "5" }, "[1].nodeCount must be a number, not 5."],
        [
            { ...WEST, name: "north", addressPrefix: "10.2.0.0" },
            "[1].addressPrefix must be like 10.1.0.0/20, not 10.2.0.0.",
        ],
        [
            { ...WEST, name: "north", region: "northeurope" },
            "[1].region is not known. Known are name, location, vmSize, nodeCount, addressPrefix.",
        ],
        [WEST, '[1].name is "west", as [0].name is. Names must be unique.'],
    ])("%j is refused", (cluster, mistake) => {
        expect(() => read([WEST, cluster])).toThrow(new Error(`${file()}: ${mistake}`));
    });
});

/** What is written to a terminal, or to a file. */
function written(isTTY: boolean, use: (progress: ReturnType<typeof progressOn>) => void): string {
    let text = "";
    const write = (chunk: string) => {
        text += chunk;
        return true;
    };
    use(progressOn({ isTTY, columns: 20, write } as NodeJS.WriteStream));
    return text;
}

describe("progress", () => {
    test("has a line for each running stack on a terminal, below those of ended ones", () => {
        const text = written(true, (progress) => {
            progress.step("west", "up");
            progress.step("north", "create a-long-name-of-a-resource");
            progress.end("west", "succeeded in 3 s");
        });
        expect(text.split("\x1b[J")).toEqual([
            "",
            "west: up\n\x1b[1A",
            "west: up\nnorth: create a-lon\n\x1b[2A",
            "west: succeeded in 3 s\nnorth: create a-lon\n",
        ]);
    });

    test("has a line for each change elsewhere", () => {
        const text = written(false, (progress) => {
            progress.step("west", "create aks");
            progress.end("west", "succeeded in 3 s");
        });
        expect(text).toBe("west: create aks\nwest: succeeded in 3 s\n");
    });
});
