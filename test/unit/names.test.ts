import fc from "fast-check";
import { credentialName } from "../../src/azure/names";

/** What Azure takes for the name of a federated credential. */
const VALID = /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}$/;

const LABEL = "abcxyz019";
const label = (maxLength: number) =>
    fc
        .tuple(
            fc.constantFrom(...LABEL),
            fc.string({ unit: fc.constantFrom(...LABEL, "-"), maxLength: maxLength - 2 }),
            fc.constantFrom(...LABEL),
        )
        .map((parts) => parts.join(""));
const account = fc.record({
    namespace: fc.oneof(fc.constantFrom("a", "a-b", "default"), label(63)),
    name: fc.oneof(
        fc.constantFrom("b", "c", "b-c", "b.c", "a-b.c"),
        fc.array(label(63), { minLength: 1, maxLength: 3 }).map((labels) => labels.join(".")),
    ),
});
const component = fc.oneof(
    fc.constantFrom("app", "my app", "app.one", "_app", "-", "ä", "a".repeat(150)),
    fc.string({ minLength: 1, maxLength: 40 }),
);
const nameOf = (of: string, { namespace, name }: { namespace: string; name: string }) =>
    credentialName(of, namespace, name);

describe("the name of a federated credential", () => {
    test("is valid in Azure for every name that Kubernetes and Pulumi accept", () => {
        fc.assert(
            fc.property(component, account, (of, each) => {
                expect(nameOf(of, each)).toMatch(VALID);
            }),
            { numRuns: 1000 },
        );
    });

    test("is another for another service account", () => {
        fc.assert(
            fc.property(component, account, account, (of, one, other) => {
                const same = one.namespace === other.namespace && one.name === other.name;
                expect(nameOf(of, one) === nameOf(of, other)).toBe(same);
            }),
            { numRuns: 1000 },
        );
    });

    test("starts with the component's name and never changes", () => {
        expect(credentialName("app", "shop", "orders")).toBe("app-shop_orders");
        expect(credentialName("app", "shop", "orders.v2")).toBe("app-shop_orders-v2__50b58017850501f4");
        expect(credentialName("app", "a".repeat(63), "b".repeat(52))).toHaveLength(120);
        expect(credentialName("app", "a".repeat(63), "b".repeat(53))).toMatch(/^app-a{63}_b{34}__[0-9a-f]{16}$/);
    });
});
