import { compare } from "./compare";

const recorded = {
    id: "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/rg/providers/Microsoft.X/ys/y",
    properties: {
        count: 1,
        enabled: false,
        note: null,
        fqdn: "a-abcdefgh.hcp.westus2.azmk8s.io",
        empty: {},
        list: ["IPv4"],
    },
    principalId: "11111111-1111-1111-1111-111111111111",
};

function changed(change: (copy: typeof recorded) => unknown): unknown {
    const copy = structuredClone(recorded);
    return change(copy) ?? copy;
}

test("equal values have no differences, and every leaf is counted", () => {
    expect(compare(recorded, structuredClone(recorded))).toEqual({ compared: 8, differences: [] });
});

test("what Azure makes up may differ in value but not in form", () => {
    const guid = { ...recorded, principalId: "22222222-2222-2222-2222-222222222222" };
    expect(compare(recorded, guid).differences).toEqual([]);
    expect(compare(recorded, { ...recorded, principalId: "none" }).differences).toEqual([
        '$.principalId: recorded "11111111-1111-1111-1111-111111111111", ours "none"',
    ]);
    const host = changed((copy) => {
        copy.properties.fqdn = "a-12345678.portal.westus2.azmk8s.io";
    });
    expect(compare(recorded, host).differences).toHaveLength(1);
});

const noticed: [what: string, ours: unknown, difference: string][] = [
    [
        "a missing key",
        changed(({ properties: { note: _note, ...rest }, ...copy }) => ({ ...copy, properties: rest })),
        "$.properties.note: missing",
    ],
    ["an added key", { ...recorded, kind: "Base" }, "$.kind: not recorded"],
    [
        "a key in another case",
        changed(({ principalId, ...copy }) => ({ ...copy, principalid: principalId })),
        "$.principalId: missing",
    ],
    [
        "another value",
        { ...recorded, properties: { ...recorded.properties, count: 2 } },
        "$.properties.count: recorded 1, ours 2",
    ],
    [
        "another type",
        { ...recorded, properties: { ...recorded.properties, count: "1" } },
        '$.properties.count: recorded 1, ours "1"',
    ],
    [
        "null for a value",
        { ...recorded, properties: { ...recorded.properties, enabled: null } },
        "$.properties.enabled: recorded false, ours null",
    ],
    [
        "an object for null",
        { ...recorded, properties: { ...recorded.properties, note: {} } },
        "$.properties.note: recorded null, ours {}",
    ],
    [
        "a list for an object",
        { ...recorded, properties: { ...recorded.properties, empty: [] } },
        "$.properties.empty: recorded {}, ours []",
    ],
    [
        "something in an empty object",
        { ...recorded, properties: { ...recorded.properties, empty: { a: 1 } } },
        "$.properties.empty.a: not recorded",
    ],
    [
        "a longer list",
        { ...recorded, properties: { ...recorded.properties, list: ["IPv4", "IPv6"] } },
        "$.properties.list.1: not recorded",
    ],
];

test.each(noticed)("%s is noticed", (_what, ours, difference) => {
    expect(compare(recorded, ours).differences).toContain(difference);
});

test("an id in another case is noticed", () => {
    const ours = { ...recorded, id: recorded.id.replace("resourcegroups", "resourceGroups") };
    expect(compare(recorded, ours).differences).toHaveLength(1);
});
