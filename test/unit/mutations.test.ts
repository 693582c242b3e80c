import { applyMutation, mutationsOf } from "../../scripts/mutations";

const SOURCE = `
const ROWS = [
    { code: "A", when: (x: number) => x > 1 },
    { code: "B", when: (x: number) => (x > 2 ? true : false) },
];
if (ROWS.length > 1) {
    throw new Error();
}
const BY_CODE: Record<string, number> = {
    a: 1,
    b: 2,
};
`;

test("conditions are negated, and rows removed", () => {
    const mutated = mutationsOf(SOURCE).map((mutation) => [mutation.kind, mutation.line, mutation.text]);
    expect(mutated).toEqual([
        ["remove", 3, '{ code: "A", when: (x: number) => x > 1 }'],
        ["remove", 4, '{ code: "B", when: (x: number) => (x > 2 ? true : false) }'],
        ["negate", 3, "x > 1"],
        ["negate", 4, "x > 2"],
        ["negate", 6, "ROWS.length > 1"],
        ["remove", 10, "a: 1"],
        ["remove", 11, "b: 2"],
    ]);
});

test("each changes only its own place", () => {
    const [remove, , , , negate] = mutationsOf(SOURCE);
    expect(remove && applyMutation(SOURCE, remove)).toBe(SOURCE.replace(/\{ code: "A".*\},/, ""));
    expect(negate && applyMutation(SOURCE, negate)).toBe(SOURCE.replace("ROWS.length > 1", "!(ROWS.length > 1)"));
});
