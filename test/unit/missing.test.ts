import fc from "fast-check";
import { scopeCovers } from "../../src/azure/resourceId";
import { compareRoleAssignments, missingMessage } from "../../src/grants/missing";
import { roleDefinitionId } from "../../src/grants/roles";
import type { RequiredRoleAssignment } from "../../src/outputs";

const GROUP = "/subscriptions/s/resourceGroups/g";
const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/v`;
const MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/platform";
const NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7";

const needed = (role: string, scope: string): RequiredRoleAssignment => ({
    identity: "controlPlane",
    principalId: "p",
    role,
    roleDefinitionId: roleDefinitionId(scope, NETWORK_CONTRIBUTOR),
    scope,
    description: "It is needed.",
    when: "before-cluster",
});

describe("a scope covers", () => {
    test.each([
        ["itself, in any case", NETWORK, NETWORK.toUpperCase(), true],
        ["a subnet of the network", NETWORK, `${NETWORK}/subnets/a`, true],
        ["what is in the group, in any case", GROUP.toUpperCase(), `${NETWORK}/subnets/a`, true],
        ["what is in the subscription", "/subscriptions/s/", NETWORK, true],
        ["no network whose name goes on", NETWORK, `${NETWORK}2`, false],
        ["no group whose name goes on", GROUP, `${GROUP}2/providers/x/y/z`, false],
        ["nothing above", `${NETWORK}/subnets/a`, NETWORK, false],
        ["another subscription, where it is a management group", MANAGEMENT_GROUP, NETWORK, true],
        ["everything, where it is the root", "/", NETWORK, true],
    ])("%s", (_, scope, inside, covers) => {
        expect(scopeCovers(scope, inside)).toBe(covers);
    });
});

test("a role assignment is found whatever the case and however its role is named, and shows its id", () => {
    const one = needed("Network Contributor", `${NETWORK}/subnets/a`);
    const assigned = {
        principalId: "P",
        roleDefinitionId: NETWORK_CONTRIBUTOR.toUpperCase(),
        scope: NETWORK.toLowerCase(),
    };
    expect(compareRoleAssignments([one], [{ ...assigned, id: "/id" }])).toEqual({
        covered: [{ ...one, id: "/id" }],
        missing: [],
    });
    expect(compareRoleAssignments([one], [assigned])).toEqual({ covered: [one], missing: [] });
});

test("another principal, role or scope covers nothing", () => {
    const scope = `${NETWORK}/subnets/a`;
    const one = needed("Network Contributor", scope);
    const assigned = { principalId: "p", roleDefinitionId: NETWORK_CONTRIBUTOR, scope };
    fc.assert(
        fc.property(
            fc.constantFrom<Partial<typeof assigned>>(
                { principalId: "q" },
                { roleDefinitionId: "acdd72a7-3385-48ef-bd42-f606fba81ae7" },
                { scope: `${NETWORK}/subnets/b` },
            ),
            (other) => {
                expect(compareRoleAssignments([one], [{ ...assigned, ...other }])).toEqual({
                    covered: [],
                    missing: [one],
                });
            },
        ),
    );
});

test("a role with a condition gives what is needed with the same condition only", () => {
    const one = needed("Reader", NETWORK);
    const assigned = { ...one, condition: "x" };
    expect(compareRoleAssignments([one], [assigned]).missing).toEqual([one]);
    expect(compareRoleAssignments([assigned], [assigned]).missing).toEqual([]);
});

test.each([
    ["Network Contributor", `${NETWORK}/subnets/a`, "Add it to subnetIds of"],
    ["custom network role", NETWORK, "Add it to virtualNetworkIds of"],
    ["Network Contributor", `${GROUP}/providers/Microsoft.Network/routeTables/t`, "Add it to routeTableIds of"],
    ["Network Contributor", `${GROUP}/providers/Microsoft.Network/natGateways/t`, "Add it to natGatewayIds of"],
    ["Network Contributor", GROUP, "Add it to publicIPResourceGroupIds of"],
    [
        "Private DNS Zone Contributor",
        `${GROUP}/providers/Microsoft.Network/privateDnsZones/z`,
        "Add it to privateDNSZoneIds of",
    ],
    [
        "Container Registry Repository Reader",
        `${GROUP}/providers/Microsoft.ContainerRegistry/registries/r`,
        "Add it to registries of",
    ],
    ["Reader", `${GROUP}/providers/Microsoft.Compute/diskEncryptionSets/d`, "Add it to diskEncryptionSetIds of"],
    ["Key Vault Crypto User", `${GROUP}/providers/Microsoft.KeyVault/vaults/v`, "Add it to keyVaultKms of"],
    [
        "Reader",
        NETWORK,
        `Add { name: "<name>", identity: "controlPlane", role: "${NETWORK_CONTRIBUTOR}", scope: "${NETWORK}" } to extraRoleAssignments of`,
    ],
])("a missing %s on %s: where to add it", (role, scope, remedy) => {
    expect(missingMessage('ManagedIdentityAksCluster "aks"', [needed(role, scope)])).toBe(
        'ManagedIdentityAksCluster "aks": the identities in its input identities lack a role assignment that the cluster requires.\n' +
            `  - ${role} for controlPlane (principal p) on ${scope}: It is needed. ${remedy} AksClusterIdentities.\n` +
            "Deploy AksClusterIdentities with these first, then this cluster.",
    );
});
