import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { ControlPlaneIdentityType, KeyVaultNetworkAccess, RegistryPermissions } from "../../src";
import { roleAssignmentName } from "../../src/azure/names";
import type { GrantFacts } from "../../src/grants/facts";
import { CLUSTER, type Grant } from "../../src/grants/grant";
import { requiredGrants } from "../../src/grants/required";
import { valueIn } from "./mocks";

const GROUP = "/subscriptions/s/resourceGroups/g/providers";
const NETWORK = `${GROUP}/Microsoft.Network/virtualNetworks/v`;
const KUBELET = "/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/kubelet";

const registry = fc.record({
    id: fc.constantFrom("a", "b", "c").map((name) => `${GROUP}/Microsoft.ContainerRegistry/registries/${name}`),
    permissions: fc.constantFrom(...Object.values(RegistryPermissions)),
});

/** Pool names are unique in a cluster; the case of an id means nothing to Azure. */
const facts: fc.Arbitrary<GrantFacts> = fc.record({
    args: fc.record({
        registries: fc.uniqueArray(registry, { selector: ({ id }) => id, maxLength: 3 }),
        networkAccess: fc.record({
            routeTableId: fc.option(fc.constant(`${GROUP}/Microsoft.Network/routeTables/t`), {
                nil: undefined,
            }),
        }),
    }),
    controlPlane: fc.constantFrom(ControlPlaneIdentityType.UserAssigned, ControlPlaneIdentityType.SystemAssigned),
    kubeletIdentityId: fc.option(fc.constant(KUBELET), { nil: undefined }),
    pools: fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.boolean()), { maxLength: 6 }).map((subnets) =>
        subnets.map(([subnet, upper], index) => {
            const id = `${NETWORK}/subnets/${subnet}`;
            return { name: `pool${index}`, subnetId: upper ? id.toUpperCase() : id };
        }),
    ),
});

const forAny = (law: (given: GrantFacts) => void) => fc.assert(fc.property(facts, law));
const withRole = (grants: Grant[], name: string) => grants.filter(({ role }) => role.name === name);

describe("for any cluster", () => {
    test("every pool's subnet has exactly one Network Contributor grant", () => {
        forAny((given) => {
            const scopes = withRole(requiredGrants(given), "Network Contributor")
                .map(({ scope }) => String(scope).toLowerCase())
                .filter((scope) => scope.includes("/subnets/"));
            const subnets = new Set(given.pools.map(({ subnetId }) => String(subnetId).toLowerCase()));
            expect(scopes.length).toBe(subnets.size);
            expect(new Set(scopes)).toEqual(subnets);
        });
    });

    test("Managed Identity Operator is needed exactly if the kubelet identity is user-assigned", () => {
        forAny((given) => {
            const operators = withRole(requiredGrants(given), "Managed Identity Operator");
            expect(operators.map(({ scope }) => scope)).toEqual(
                given.kubeletIdentityId === undefined ? [] : [given.kubeletIdentityId],
            );
        });
    });

    test("a registry is pulled from with the one role that its mode honours", () => {
        forAny((given) => {
            for (const { id, permissions } of given.args.registries ?? []) {
                const roles = requiredGrants(given)
                    .filter(({ scope }) => scope === id)
                    .map(({ role }) => role.name);
                expect(roles).toEqual([permissions === "Abac" ? "Container Registry Repository Reader" : "AcrPull"]);
            }
        });
    });

    test("grants have unique names, and each has a description", () => {
        forAny((given) => {
            const grants = requiredGrants(given);
            expect(new Set(grants.map(({ name }) => name)).size).toBe(grants.length);
            expect(grants.every(({ description }) => description.endsWith(".") && description.length > 20)).toBe(true);
        });
    });

    test("no identity gets anything before it exists", () => {
        forAny((given) => {
            for (const { identity, when } of requiredGrants(given)) {
                const exists =
                    identity === "controlPlane"
                        ? given.controlPlane === ControlPlaneIdentityType.UserAssigned
                        : given.kubeletIdentityId;
                expect(when).toBe(exists ? "before-cluster" : "after-cluster");
            }
        });
    });
});

/** Grants of a cluster with own identities and one subnet. */
function grantsFor(
    args: GrantFacts["args"],
    pools: GrantFacts["pools"] = [{ name: "system", subnetId: `${NETWORK}/subnets/a` }],
) {
    const all = requiredGrants({
        args,
        pools,
        controlPlane: ControlPlaneIdentityType.UserAssigned,
        kubeletIdentityId: KUBELET,
    });
    return all.filter(({ name }) => name !== "kubelet-managed-identity-operator");
}

const brief = (grants: Grant[]) => grants.map(({ name, identity, role, scope }) => [name, identity, role.name, scope]);

describe("what each feature needs", () => {
    test("pod subnets and the subnet of an API server: the role on each", () => {
        const pools = [{ name: "system", subnetId: `${NETWORK}/subnets/a`, podSubnetId: `${NETWORK}/subnets/pods` }];
        expect(brief(grantsFor({ apiServer: { subnetId: `${NETWORK}/subnets/api` } }, pools))).toEqual([
            ["system-subnet-network-contributor", "controlPlane", "Network Contributor", `${NETWORK}/subnets/a`],
            ["system-pod-subnet-network-contributor", "controlPlane", "Network Contributor", `${NETWORK}/subnets/pods`],
            ["api-server-subnet-network-contributor", "controlPlane", "Network Contributor", `${NETWORK}/subnets/api`],
        ]);
    });

    test("a private DNS zone of the user: the zone, and the virtual network instead of its subnets", async () => {
        const zone = `${GROUP}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`;
        const grants = grantsFor({ apiServer: { privateCluster: true, privateDNSZone: zone } });
        expect(grants.map(({ role }) => role.name)).toEqual(["Network Contributor", "Private DNS Zone Contributor"]);
        expect(await Promise.all(grants.map(({ scope }) => valueIn(scope)))).toEqual([NETWORK, zone]);
    });

    test.each(["system", "none"])("the private DNS zone %j: nothing", (privateDNSZone) => {
        expect(grantsFor({ apiServer: { privateCluster: true, privateDNSZone } })).toEqual(grantsFor({}));
    });

    test("a route table and resource groups of addresses: Network Contributor on each", () => {
        const routeTableId = `${GROUP}/Microsoft.Network/routeTables/t`;
        const publicIPResourceGroupIds = [
            "/subscriptions/s/resourceGroups/ips",
            "/subscriptions/s/resourceGroups/more",
        ];
        expect(brief(grantsFor({ networkAccess: { routeTableId, publicIPResourceGroupIds } }, []))).toEqual([
            ["route-table-network-contributor", "controlPlane", "Network Contributor", routeTableId],
            [
                "public-ip-group-ips-network-contributor",
                "controlPlane",
                "Network Contributor",
                publicIPResourceGroupIds[0],
            ],
            [
                "public-ip-group-more-network-contributor",
                "controlPlane",
                "Network Contributor",
                publicIPResourceGroupIds[1],
            ],
        ]);
    });

    test("keys of the user: reading the disk encryption set, using the key, and approving a private connection", () => {
        const vault = `${GROUP}/Microsoft.KeyVault/vaults/v`;
        const keyVaultKms = { keyId: "key", keyVaultId: vault };
        const encryption = { diskEncryptionSetId: "/des", keyVaultKms };
        const both = [
            ["disk-encryption-set-reader", "controlPlane", "Reader", "/des"],
            ["kms-crypto-user", "controlPlane", "Key Vault Crypto User", vault],
        ];
        expect(brief(grantsFor({ encryption }, []))).toEqual(both);
        const networkAccess = KeyVaultNetworkAccess.Private;
        expect(
            brief(grantsFor({ encryption: { ...encryption, keyVaultKms: { ...keyVaultKms, networkAccess } } }, [])),
        ).toEqual([...both, ["kms-vault-contributor", "controlPlane", "Key Vault Contributor", vault]]);
    });

    test("registries: named after a plain id or by position, so that the list can grow", () => {
        const id = (name: string) => `${GROUP}/Microsoft.ContainerRegistry/registries/${name}`;
        const registries = [
            { id: pulumi.output(id("one")) },
            { id: id("Two"), permissions: RegistryPermissions.Abac, listRepositories: true },
            { id: pulumi.output(id("three")) },
            { id: pulumi.output(id("four")), name: "images" },
        ];
        expect(grantsFor({ registries, bootstrapRegistryId: "/boot" }, []).map(({ name }) => name)).toEqual([
            "registry-acr-pull",
            "two-acr-pull",
            "two-catalog-lister",
            "registry3-acr-pull",
            "images-acr-pull",
            "boot-acr-pull",
        ]);
    });

    test("a registry whose mode is not given gets the role that is read, under the same name; others are not read", () => {
        const id = (name: string) => `${GROUP}/Microsoft.ContainerRegistry/registries/${name}`;
        const asked: unknown[] = [];
        const pullRoleOf = ({ id: asksFor }: { id: pulumi.Input<string> }) => {
            asked.push(asksFor);
            return "Container Registry Repository Reader";
        };
        const args = {
            registries: [{ id: id("one") }, { id: id("two"), permissions: RegistryPermissions.Rbac }],
            bootstrapRegistryId: id("boot"),
        };
        const granted = requiredGrants({ args, pools: [], controlPlane: "UserAssigned", pullRoleOf }).map(
            ({ name, role }) => [name, role.name],
        );
        expect(granted).toEqual([
            ["aks-managed-one-acr-pull", "Container Registry Repository Reader"],
            ["aks-managed-two-acr-pull", "AcrPull"],
            ["aks-managed-boot-acr-pull", "Container Registry Repository Reader"],
        ]);
        expect(asked).toEqual([id("one"), id("boot")]);
    });

    test("internal load balancers share the nodes' grant on a subnet, and read the virtual network", () => {
        const network = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet";
        const [nodes, services] = [`${network}/subnets/nodes`, `${network}/subnets/services`];
        const grants = grantsFor(
            { networkAccess: { internalLoadBalancerSubnetIds: [nodes.toUpperCase(), services] } },
            [{ name: "system", subnetId: nodes }],
        ).map(({ name, role, scope, description }) => [name, role.name, scope, description]);
        expect(grants).toEqual([
            [
                "system-subnet-network-contributor",
                "Network Contributor",
                nodes,
                "The control plane joins nodes, internal load balancers to the subnet.",
            ],
            [
                "services-subnet-network-contributor",
                "Network Contributor",
                services,
                "The control plane joins internal load balancers to the subnet.",
            ],
            [
                "virtual-network-reader",
                "Reader",
                network,
                "The control plane reads the virtual network of internal load balancers.",
            ],
        ]);
    });

    test("pod identities: assigning each of them, once", () => {
        const id = (name: string) => `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
        const behindOutput = pulumi.output(id("c"));
        const pod = (namespace: string, name: string, identityResourceId: pulumi.Input<string>) => ({
            namespace,
            name,
            identityResourceId,
        });
        const identities = [
            pod("shop", "app", id("a")),
            pod("shop", "more", id("a").toUpperCase()),
            pod("a-b", "c", behindOutput),
            pod("a", "b-c", id("b")),
            pod("edge", "proxy", behindOutput),
        ];
        expect(brief(grantsFor({ addons: { podIdentity: { identities } } }, []))).toEqual(
            [
                ["pod-identity-a-operator", id("a")],
                ["pod-identity-a-b_c-operator", behindOutput],
                ["pod-identity-b-operator", id("b")],
            ].map(([name, scope]) => [name, "controlPlane", "Managed Identity Operator", scope]),
        );
    });

    test("legacy Container insights: the cluster, as soon as there is one", () => {
        const addons = { containerInsights: { workspaceId: "logs", authentication: "Legacy" as const } };
        const grants = grantsFor({ addons }, []);
        expect(brief(grants)).toEqual([
            ["container-insights-metrics-publisher", "omsagent", "Monitoring Metrics Publisher", CLUSTER],
        ]);
        expect(grants.map(({ when }) => when)).toEqual(["after-cluster"]);
    });

    test("application routing: key vaults behind outputs and plain ones, called alike, and the same one twice", () => {
        const vault = (group: string) =>
            `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/shop`;
        const keyVaultIds = [vault("a"), pulumi.output(vault("c")), vault("a"), vault("b")];
        const grants = brief(grantsFor({ addons: { applicationRouting: { keyVaultIds } } }, []));
        expect(grants.map(([name, , , scope]) => [name, scope])).toEqual([
            ["routing-shop-certificate-user", vault("a")],
            ["routing-vault2-certificate-user", keyVaultIds[1]],
            ["routing-shop-certificate-user-2", vault("b")],
        ]);
    });

    test("an extra role assignment is passed on as asked for", () => {
        const extraRoleAssignments = [{ name: "disks", role: "guid", scope: "/disks", identity: "kubelet" as const }];
        expect(grantsFor({ extraRoleAssignments }, [])).toEqual([
            {
                name: "extra-disks",
                identity: "kubelet",
                role: { name: "custom role", definition: "guid" },
                scope: "/disks",
                description: "Asked for in extraRoleAssignments.",
                when: "before-cluster",
            },
        ]);
    });

    test("an extra role assignment to an add-on comes after the cluster, with its condition", () => {
        const condition = pulumi.output("condition");
        const extraRoleAssignments = [
            { name: "zones", role: "guid", scope: "/zones", identity: "webAppRouting" as const, condition },
        ];
        const [grant] = grantsFor({ extraRoleAssignments, addons: { applicationRouting: {} } }, []);
        expect(grant).toMatchObject({ name: "extra-zones", identity: "webAppRouting", when: "after-cluster" });
        expect(grant?.condition).toBe(condition);
    });

    test("one role on one scope has one condition", () => {
        const pull = { identity: "kubelet" as const, role: "AcrPull", scope: "/registries/images" };
        const extraRoleAssignments = [{ ...pull, name: "pull", condition: "x" }];
        expect(() => grantsFor({ registries: [{ id: pull.scope }], extraRoleAssignments }, [])).toThrow(
            "images-acr-pull and extra-pull assign AcrPull to kubelet on the same scope with different conditions",
        );
        const twice = [...extraRoleAssignments, { ...pull, name: "again", condition: "x" }];
        expect(grantsFor({ extraRoleAssignments: twice }, [])).toMatchObject([{ name: "extra-pull", condition: "x" }]);
    });

    test("an extra role assignment goes by the role's name where it is known", () => {
        const acrPull =
            "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/7F951DDA-4ed3-4680-a7ca-43fe172d538d";
        const [grant] = grantsFor({ extraRoleAssignments: [{ name: "x", role: acrPull, scope: "/acr" }] }, []);
        expect(grant?.role).toEqual({ name: "AcrPull", definition: acrPull });
    });

    test.each(["AcrPull", "acrpull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"])(
        "an extra role assignment by %s is one with the role that the package assigns itself",
        (role) => {
            const extraRoleAssignments = [
                { name: "pull", identity: "kubelet" as const, role, scope: "/registries/images" },
            ];
            const grants = grantsFor({ registries: [{ id: "/registries/images" }], extraRoleAssignments }, []);
            expect(grants.map((grant) => grant.role)).toEqual([
                { name: "AcrPull", definition: "7f951dda-4ed3-4680-a7ca-43fe172d538d" },
            ]);
        },
    );

    test("a built-in role can replace Network Contributor, too", () => {
        expect(grantsFor({ networkAccess: { role: "contributor" } }).map(({ role }) => role)).toEqual([
            { name: "Contributor", definition: "b24988ac-6180-42a0-ab88-20f7382dd24c" },
        ]);
    });

    test("a custom role replaces Network Contributor on subnets, and on the network of a private DNS zone", () => {
        const custom = { name: "custom network role", definition: "/custom" };
        const networkAccess = { role: "/custom" };
        expect(grantsFor({ networkAccess }).map(({ role }) => role)).toEqual([custom]);
        const apiServer = { privateCluster: true, privateDNSZone: "/zone" };
        expect(grantsFor({ networkAccess, apiServer })[0]).toMatchObject({
            name: "virtual-network-network-contributor",
            role: custom,
        });
    });

    test("a permission that is needed twice is listed once, with both descriptions", () => {
        const registry = { id: "/registries/images", name: "images" };
        const extraRoleAssignments = [
            {
                name: "pull",
                identity: "kubelet" as const,
                role: "7F951DDA-4ED3-4680-A7CA-43FE172D538D",
                scope: "/registries/IMAGES",
                description: "Jobs pull, too.",
            },
        ];
        expect(
            grantsFor({ registries: [registry], bootstrapRegistryId: registry.id, extraRoleAssignments }, []).map(
                ({ name, description }) => [name, description],
            ),
        ).toEqual([["images-acr-pull", "The kubelets pull images from the registry. Jobs pull, too."]]);
    });

    test("the description names everything that is in the subnet", () => {
        const [grant, ...more] = grantsFor({}, [
            { name: "system", subnetId: "/subnets/a" },
            { name: "work", subnetId: "/SUBNETS/A", podSubnetId: "/subnets/a" },
        ]);
        expect(more).toEqual([]);
        expect(grant?.description).toBe("The control plane joins nodes, pods to the subnet.");
    });
});

describe("a role assignment's name", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,12}$/);

    test("is a GUID that depends on nothing but scope, principal and role, in any case", () => {
        fc.assert(
            fc.property(part, part, part, (scope, principal, role) => {
                const name = roleAssignmentName(scope, principal, role);
                expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
                expect(roleAssignmentName(scope.toUpperCase(), principal.toUpperCase(), role)).toBe(name);
            }),
        );
    });

    test("is the same for one role under any subscription", () => {
        expect(roleAssignmentName("/s", "p", "/subscriptions/a/providers/x/roleDefinitions/r")).toBe(
            roleAssignmentName("/s", "p", "r"),
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
