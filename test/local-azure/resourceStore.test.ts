import fc from "fast-check";
import { idKey, isWithin } from "../../local-azure/kernel/resourceId";
import { type Entry, ResourceStore } from "../../local-azure/kernel/resourceStore";

// The store keeps its resources three ways; a plain list says what each of them must answer.

const id = fc
    .array(fc.constantFrom("a", "b", "A", "rg", "rg2"), { minLength: 1, maxLength: 4 })
    .map((steps) => `/${steps.join("/")}`);
const type = fc.constantFrom("X/one", "x/ONE", "X/two");
const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("put" as const), id, type }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), id }) },
);

test("every look into the store agrees with a plain list, whatever was put and deleted", () => {
    fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), id, (steps, scope) => {
            const store = new ResourceStore();
            const list: Entry[] = [];
            const watched = new Set<Entry>();
            store.watch("X/one", {
                put: (entry) => watched.add(entry),
                delete: (entry) => watched.delete(entry),
            });
            for (const [data, each] of steps.entries()) {
                const at = list.findIndex((entry) => idKey(entry.id) === idKey(each.id));
                if (each.kind === "delete") {
                    store.delete(each.id);
                    if (at >= 0) list.splice(at, 1);
                    continue;
                }
                const entry = { id: each.id, type: each.type, data };
                store.put(entry);
                const stays = list[at]?.type.toLowerCase() === each.type.toLowerCase();
                if (stays) list[at] = entry;
                else {
                    if (at >= 0) list.splice(at, 1);
                    list.push(entry);
                }
            }
            const isOne = (entry: Entry) => entry.type.toLowerCase() === "x/one";
            expect(store.all()).toEqual(list);
            expect(store.within(scope)).toEqual(list.filter((entry) => isWithin(scope, entry.id)));
            const ones = store.table("X/one");
            expect(ones.list()).toEqual(list.filter(isOne));
            expect(ones.list(scope)).toEqual(list.filter(isOne).filter((entry) => isWithin(scope, entry.id)));
            expect([...watched]).toEqual(expect.arrayContaining(list.filter(isOne)));
            expect(watched.size).toBe(list.filter(isOne).length);
            expect(store.get(scope)).toEqual(list.find((entry) => idKey(entry.id) === idKey(scope)));
        }),
        { numRuns: 500 },
    );
});
