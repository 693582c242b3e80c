import fc from "fast-check";
import { roleAssignmentName } from "../../src/azure/names";
import { type GrantFacts, requiredGrants } from "../../src/grants/required";

const subnet = fc
    .constantFrom("a", "b", "c", "d")
    .map(
        (name) =>
            `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/${name}`,
    );
const kubelet =
    "/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet";

/** Pool names are unique in a cluster; the case of an id means nothing to Azure. */
const facts: fc.Arbitrary<GrantFacts> = fc.record({
    controlPlaneKnownBeforeCluster: fc.boolean(),
    kubeletIdentityId: fc.option(fc.constant(kubelet), { nil: undefined }),
    pools: fc.array(fc.tuple(subnet, fc.boolean()), { maxLength: 6 }).map((subnets) =>
        subnets.map(([id, upper], index) => ({
            name: `pool${index}`,
            subnetId: upper ? id.toUpperCase() : id,
        })),
    ),
});

describe("for any cluster", () => {
    test("every pool's subnet has exactly one Network Contributor grant", () => {
        fc.assert(
            fc.property(facts, (given) => {
                const scopes = requiredGrants(given)
                    .filter(({ role }) => role === "Network Contributor")
                    .map(({ scope }) => String(scope).toLowerCase());
                const subnets = new Set(given.pools.map(({ subnetId }) => String(subnetId).toLowerCase()));
                expect(scopes.length).toBe(subnets.size);
                expect(new Set(scopes)).toEqual(subnets);
            }),
        );
    });

    test("Managed Identity Operator is needed exactly where the kubelet identity is an own one", () => {
        fc.assert(
            fc.property(facts, (given) => {
                const operators = requiredGrants(given).filter(
                    ({ role }) => role === "Managed Identity Operator",
                );
                expect(operators.map(({ scope }) => scope)).toEqual(
                    given.kubeletIdentityId === undefined ? [] : [given.kubeletIdentityId],
                );
            }),
        );
    });

    test("grants have names of their own and a reason each", () => {
        fc.assert(
            fc.property(facts, (given) => {
                const grants = requiredGrants(given);
                expect(new Set(grants.map(({ name }) => name)).size).toBe(grants.length);
                expect(grants.every(({ reason }) => reason.endsWith(".") && reason.length > 20)).toBe(true);
            }),
        );
    });

    test("a principal that only the cluster brings gets nothing before it", () => {
        fc.assert(
            fc.property(facts, (given) => {
                const system = {
                    ...given,
                    controlPlaneKnownBeforeCluster: false,
                    kubeletIdentityId: undefined,
                };
                expect(requiredGrants(system).filter(({ when }) => when === "before-cluster")).toEqual([]);
            }),
        );
    });
});

test("the reason names every pool in the subnet", () => {
    const [grant] = requiredGrants({
        controlPlaneKnownBeforeCluster: true,
        pools: [
            { name: "system", subnetId: "/subnets/a" },
            { name: "work", subnetId: "/SUBNETS/A" },
        ],
    });
    expect(grant?.reason).toBe(
        "The control plane joins the nodes and internal load balancers of pools system, work to the subnet.",
    );
});

describe("a role assignment's name", () => {
    const part = fc.stringMatching(/^[a-z0-9/]{1,12}$/);

    test("is a GUID that depends on nothing but scope, principal and role, in any case", () => {
        fc.assert(
            fc.property(part, part, part, (scope, principal, role) => {
                const name = roleAssignmentName(scope, principal, role);
                expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
                expect(roleAssignmentName(scope.toUpperCase(), principal.toUpperCase(), role)).toBe(name);
            }),
        );
    });

    test("differs as soon as one of the three does", () => {
        fc.assert(
            fc.property(part, part, part, part, (scope, principal, role, other) => {
                fc.pre(![scope, principal, role].includes(other));
                const name = roleAssignmentName(scope, principal, role);
                expect(roleAssignmentName(other, principal, role)).not.toBe(name);
                expect(roleAssignmentName(scope, other, role)).not.toBe(name);
                expect(roleAssignmentName(scope, principal, other)).not.toBe(name);
            }),
        );
    });
});
