import fc from "fast-check";
import { isWithin, parseArmPath, resourceType, sameId, withLowerCaseGroups } from "../../local-azure/kernel/resourceId";

const sub = "/subscriptions/s";
const paths: [path: string, kind: string, type: string, names: string[], scope: string, parent: string][] = [
    ["/subscriptions", "collection", "Microsoft.Resources/subscriptions", [], "", ""],
    [sub, "resource", "Microsoft.Resources/subscriptions", ["s"], "", ""],
    [`${sub}/resourcegroups/Rg`, "resource", "Microsoft.Resources/subscriptions/resourcegroups", ["s", "Rg"], "", sub],
    [`${sub}/resourceGroups`, "collection", "Microsoft.Resources/subscriptions/resourceGroups", ["s"], "", sub],
    [`${sub}/providers`, "collection", "Microsoft.Resources/providers", [], sub, sub],
    [`${sub}/providers/Microsoft.X`, "resource", "Microsoft.Resources/providers", ["Microsoft.X"], sub, sub],
    [`${sub}/providers/Microsoft.X/ys`, "collection", "Microsoft.X/ys", [], sub, sub],
    [
        `${sub}/resourceGroups/rg/providers/Microsoft.N/vs/v/ss/s1`,
        "resource",
        "Microsoft.N/vs/ss",
        ["v", "s1"],
        `${sub}/resourceGroups/rg`,
        `${sub}/resourceGroups/rg/providers/Microsoft.N/vs/v`,
    ],
    [
        `${sub}/resourceGroups/rg/providers/Microsoft.N/vs/v/providers/Microsoft.Authorization/roleAssignments/g`,
        "resource",
        "Microsoft.Authorization/roleAssignments",
        ["g"],
        `${sub}/resourceGroups/rg/providers/Microsoft.N/vs/v`,
        `${sub}/resourceGroups/rg/providers/Microsoft.N/vs/v`,
    ],
];

test.each(paths)("%s", (path, kind, type, names, scope, parent) => {
    expect(parseArmPath(path)).toMatchObject({ id: path, kind, type, names, scope, parent });
});

test("subscription and group are found in either case and kept in theirs", () => {
    expect(parseArmPath("/SUBSCRIPTIONS/S/resourcegroups/RG/providers/Microsoft.N/vs/v")).toMatchObject({
        subscriptionId: "S",
        resourceGroup: "RG",
    });
});

test.each(["", "/", "//", "/subscriptions//resourceGroups"])("%j points nowhere", (path) => {
    expect(parseArmPath(path)).toBeUndefined();
});

test("law: ids are the same in any case, and an id lies within itself and its parents only", () => {
    const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,7}$/);
    fc.assert(
        fc.property(word, word, word, (group, type, name) => {
            const parent = `${sub}/resourceGroups/${group}`;
            const id = `${parent}/providers/Microsoft.N/${type}/${name}`;
            expect(sameId(id, id.toUpperCase())).toBe(true);
            expect(isWithin(parent.toUpperCase(), id)).toBe(true);
            expect(isWithin(id, parent)).toBe(false);
            expect(isWithin(`${parent}x`, id)).toBe(false);
            expect(resourceType(id)).toBe(`Microsoft.N/${type}`);
            expect(sameId(withLowerCaseGroups(id), id)).toBe(true);
        }),
    );
});
