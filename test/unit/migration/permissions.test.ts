import fc from "fast-check";
import facts from "../../../local-azure/identity/builtInRoles.json";
import { grants } from "../../../local-azure/identity/rbac";
import { ASSIGNED_ROLES, builtInRoleName } from "../../../src/grants/roles";
import builtIn from "../../../src/migration/permissions/builtInPermissions.json";
import { includesRole } from "../../../src/migration/permissions/includedRoles";
import { lackedActions, type RolePermission } from "../../../src/migration/permissions/permissions";

const permission = (parts: Partial<RolePermission>): RolePermission => ({
    actions: [],
    notActions: [],
    dataActions: [],
    notDataActions: [],
    isConditional: false,
    ...parts,
});
const actions = (...list: string[]) => permission({ actions: list });

const role = (name: string): RolePermission[] => {
    const found = facts.roles.find(({ roleName }) => roleName === name);
    expect(found).toBeDefined();
    return (found?.permissions ?? []).map((each) => ({ ...each, isConditional: "condition" in each }));
};

test.each<[string, RolePermission[], RolePermission[], string[]]>([
    ["the same", [actions("a/read")], [actions("a/read")], []],
    ["another letter case", [actions("A/Read")], [actions("a/read")], []],
    ["nothing required", [], [], []],
    ["nothing held", [actions("a/read")], [], ["a/read"]],
    ["a star", [actions("a/*", "b/read")], [actions("*")], []],
    ["a star for less than is required", [actions("a/*")], [actions("a/b/*")], ["a/*"]],
    ["all but other letters", [actions("*")], [actions("", "a*")], ["*"]],
    ["several held together", [actions("a/read", "b/read")], [actions("a/*"), actions("b/*")], []],
    ["patterns that only together are all", [actions("a/*")], [actions("a/b*", "a/"), actions("a/*")], []],
    ["what is taken away", [actions("*")], [permission({ actions: ["*"], notActions: ["a/write"] })], ["*"]],
    [
        "what is taken away from both",
        [permission({ actions: ["*"], notActions: ["a/*"] })],
        [permission({ actions: ["*"], notActions: ["a/write"] })],
        [],
    ],
    [
        "what is taken away, and held otherwise",
        [actions("a/*")],
        [permission({ actions: ["*"], notActions: ["a/write"] }), actions("a/w*")],
        [],
    ],
    ["what is taken away elsewhere", [actions("b/*")], [permission({ actions: ["*"], notActions: ["a/*"] })], []],
    ["a data action by an action", [permission({ dataActions: ["a/read"] })], [actions("*")], ["a/read"]],
    ["a data action", [permission({ dataActions: ["a/read"] })], [permission({ dataActions: ["a/*"] })], []],
    ["a condition", [actions("a/read")], [{ ...actions("*"), isConditional: true }], ["a/read"]],
    ["a segment that is left out", [actions("a/assign")], [actions("a/*/assign")], []],
    ["a segment that is not left out", [actions("a/*/assign")], [actions("a/assign")], ["a/*/assign"]],
    ["a part of a segment", [actions("a/reader")], [actions("a/read")], ["a/reader"]],
])("required and held: %s", (_, required, held, lacked) => {
    expect(lackedActions(required, held)).toEqual(lacked);
});

test.each<[string, string[], boolean]>([
    ["Network Contributor", ["Contributor"], true],
    ["Network Contributor", ["Owner"], true],
    ["Network Contributor", ["Reader"], false],
    ["Private DNS Zone Contributor", ["Network Contributor"], true],
    ["Network Contributor", ["Private DNS Zone Contributor"], false],
    ["Managed Identity Operator", ["Contributor"], true],
    ["Managed Identity Operator", ["Managed Identity Contributor"], false],
    ["AcrPull", ["Contributor"], true],
    ["AcrPull", ["Reader"], true],
    ["Reader", ["AcrPull"], false],
    ["Key Vault Secrets User", ["Owner"], false],
    ["Reader", ["Contributor"], true],
    ["Owner", ["Contributor"], false],
    ["Owner", ["Contributor", "User Access Administrator"], false],
])("%s in %j: %s", (required, held, isIncluded) => {
    expect(lackedActions(role(required), held.flatMap(role)).length === 0).toBe(isIncluded);
});

const pattern = fc
    .array(fc.constantFrom("a", "B", "/", "*"), { minLength: 1, maxLength: 5 })
    .map((all) => all.join(""));
const patterns = fc.array(pattern, { maxLength: 2 });
const permissions = fc.array(
    fc
        .record({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns })
        .map(permission),
    { maxLength: 2 },
);

/** All texts of up to five of these characters; `c` stands for what no pattern has. */
const TEXTS = (() => {
    const texts = [""];
    for (let start = 0, length = 0; length < 5; length++) {
        const end = texts.length;
        for (; start < end; start++) {
            texts.push(...["a", "b", "/", "c"].map((letter) => texts[start] + letter));
        }
    }
    return texts;
})();

test("what is held includes what is required exactly if it grants every action of it", () => {
    fc.assert(
        fc.property(permissions, permissions, (required, held) => {
            const outside = [false, true].some((data) =>
                TEXTS.some((text) => grants(required, text, data) && !grants(held, text, data)),
            );
            const isIncluded = lackedActions(required, held).length === 0;
            // A counterexample can be longer than these texts; without one, nothing may be lacked that is this short.
            return isIncluded ? !outside : outside || hasLongCounterexample(required, held);
        }),
        { numRuns: 500 },
    );
});

/** Texts that patterns themselves suggest: their stars filled with what no pattern has, with letters, and with exceptions. */
function hasLongCounterexample(required: RolePermission[], held: RolePermission[]): boolean {
    const letters = ["", "c", "cc", "a", "b", "/", "c/", "/c", "c/c", "a/", "/a", "b/", "/b"];
    return [false, true].some((data) => {
        const exceptions = held.flatMap((each) => (data ? each.notDataActions : each.notActions));
        const fillings = [
            ...letters,
            ...exceptions.flatMap((each) => ["", "c"].map((star) => each.replace(/\*+/g, star))),
        ];
        const filled = (text: string): string[] => {
            const [before = "", ...after] = text.split(/\*+/);
            return after.length === 0
                ? [text]
                : fillings.flatMap((filling) => filled(after.join("*")).map((rest) => before + filling + rest));
        };
        return required
            .flatMap((each) => (data ? each.dataActions : each.actions))
            .flatMap(filled)
            .some((text) => grants(required, text, data) && !grants(held, text, data));
    });
}

describe("roles that include others", () => {
    test("what each grants is as Azure defines it, and no role that the package assigns is left out", () => {
        const definitions = Object.entries(builtIn).map(([guid, each]) => [builtInRoleName(guid), [permission(each)]]);
        const names = definitions.map(([name]) => String(name));
        expect(Object.fromEntries(definitions)).toEqual(Object.fromEntries(names.map((name) => [name, role(name)])));
        expect(names).toEqual(expect.arrayContaining([...ASSIGNED_ROLES]));
    });

    test.each<[held: string, required: string, isIncluded: boolean]>([
        ["Reader", "Reader", true],
        ["Contributor", "Network Contributor", true],
        ["Owner", "Managed Identity Operator", true],
        ["Network Contributor", "Private DNS Zone Contributor", true],
        ["AcrPush", "AcrPull", true],
        ["AcrPull", "AcrPush", false],
        ["Contributor", "Key Vault Crypto User", false],
        ["Owner", "Container Registry Repository Reader", false],
        ["Owner", "Monitoring Metrics Publisher", false],
        ["Azure Kubernetes Service Contributor Role", "Reader", false],
        ["a custom role", "Reader", false],
    ])("%s includes %s: %s", (held, required, isIncluded) => {
        expect(includesRole(held, required)).toBe(isIncluded);
    });
});
