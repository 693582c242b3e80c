import { Registry } from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { AksClusterIdentities, ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../../src";
import { lastSegment } from "../../../src/azure/resourceId";
import { builtInRoleName } from "../../../src/grants/roles";
import { setAzureMocks } from "../../../src/testing";
import { find, underMocks } from "../mocks";
import { base, PROVIDERS } from "./deploy";

const GET_REGISTRY = "azure-native:containerregistry/v20251101:getRegistry";
const registryId = (name: string) => `${PROVIDERS}/Microsoft.ContainerRegistry/registries/${name}`;
const ID = registryId("images");
const REFUSED = `request failed ${ID}: Status=403 Code="AuthorizationFailed"`;

let said: string[];
beforeEach(() => {
    said = [];
    for (const severity of ["info", "warn"] as const) {
        jest.spyOn(pulumi.log, severity).mockImplementation(async (...[message]: unknown[]) => {
            said.push(`${severity}: ${message}`);
        });
    }
});
afterEach(() => jest.restoreAllMocks());

/** The roles on registries, by the names of the role assignments, and which registries were asked for. */
async function rolesWith(args: Partial<ManagedIdentityAksClusterArgs>, modes: Record<string, string | Error>) {
    const asked: unknown[] = [];
    const { resources } = await underMocks(() => new ManagedIdentityAksCluster("aks", { ...base, ...args }), {
        [GET_REGISTRY]: ({ resourceGroupName, registryName }) => {
            asked.push(`${resourceGroupName}/${registryName}`);
            const mode = modes[String(registryName)];
            if (mode instanceof Error) {
                throw mode;
            }
            return { id: registryId(String(registryName)), roleAssignmentMode: mode };
        },
    });
    const roles = Object.fromEntries(
        resources
            .filter(({ inputs }) => String(inputs.scope).includes("/registries/"))
            .map(({ name, inputs }) => [name, builtInRoleName(lastSegment(String(inputs.roleDefinitionId)))]),
    );
    return { roles, asked };
}

test("the role follows the mode that Azure shows of each registry, the bootstrap registry included", async () => {
    const args = { registries: [{ id: ID }, { id: registryId("own") }], bootstrapRegistryId: registryId("boot") };
    const modes = {
        images: "AbacRepositoryPermissions",
        own: "LegacyRegistryPermissions",
        boot: "AbacRepositoryPermissions",
    };
    expect(await rolesWith(args, modes)).toEqual({
        roles: {
            "aks-images-acr-pull": "Container Registry Repository Reader",
            "aks-own-acr-pull": "AcrPull",
            "aks-boot-acr-pull": "Container Registry Repository Reader",
        },
        asked: ["net/images", "net/own", "net/boot"],
    });
    expect(said).toEqual([]);
});

test("a mode that the program says wins, and nothing is read", async () => {
    const registries = [
        { id: ID, permissions: "Rbac" as const },
        { id: registryId("own"), permissions: "Abac" as const },
    ];
    const modes = { images: "AbacRepositoryPermissions", own: "LegacyRegistryPermissions" };
    expect(await rolesWith({ registries }, modes)).toEqual({
        roles: { "aks-images-acr-pull": "AcrPull", "aks-own-acr-pull": "Container Registry Repository Reader" },
        asked: [],
    });
});

test("a registry that is listed, and is the bootstrap registry, is asked for once", async () => {
    const args = { registries: [{ id: ID }], bootstrapRegistryId: ID.toUpperCase() };
    const { asked, roles } = await rolesWith(args, { images: "AbacRepositoryPermissions" });
    expect(asked).toEqual(["net/images"]);
    expect(Object.values(roles)).toEqual(["Container Registry Repository Reader"]);
});

test("an extra role assignment of AcrPull on the same registry is the same one", async () => {
    const extraRoleAssignments = [{ name: "pull", identity: "kubelet" as const, role: "AcrPull", scope: ID }];
    const { roles } = await rolesWith(
        { registries: [{ id: ID }], extraRoleAssignments },
        { images: "AbacRepositoryPermissions" },
    );
    expect(roles).toEqual({ "aks-images-acr-pull": "Container Registry Repository Reader" });
});

test.each([
    ["the deployer may not read it", new Error(REFUSED), REFUSED],
    ["Azure shows another mode", "Later", "Azure shows roleAssignmentMode Later"],
])("a mode that cannot be read is assumed, with a warning: %s", async (_, mode, reason) => {
    const { roles } = await rolesWith({ registries: [{ id: ID }] }, { images: mode });
    expect(roles).toEqual({ "aks-images-acr-pull": "AcrPull" });
    expect(said).toEqual([
        'warn: ManagedIdentityAksCluster "aks": the role assignment mode of the registry "images" could not be read, so Rbac is ' +
            "assumed: the kubelets get AcrPull, which has no effect if the mode is Abac. Set permissions of the registry, or give " +
            `the deployer Microsoft.ContainerRegistry/registries/read on it.\n${reason}`,
    ]);
});

test("a secret id is not shown", async () => {
    await rolesWith({ registries: [{ id: pulumi.secret(ID), name: "mine" }] }, { images: new Error(REFUSED) });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('the registry "mine"');
    expect(said[0]).toContain("request failed a secret value: Status=403");
});

test("a preview that does not know the id says what it assumes, and asks for nothing", async () => {
    const { calls, registered } = await setAzureMocks({ preview: true });
    const { id } = new Registry("images", { resourceGroupName: "group", sku: { name: "Premium" } });
    new ManagedIdentityAksCluster("aks", { ...base, registries: [{ id }] });
    await registered();
    expect(calls.filter(({ token }) => token === GET_REGISTRY)).toEqual([]);
    expect(said).toEqual([
        'info: ManagedIdentityAksCluster "aks": the id of the registry "images" is not known yet, so this preview assumes the role ' +
            "assignment mode Rbac (AcrPull). The update reads the mode, and assigns Container Registry Repository Reader if it is " +
            "Abac. Set permissions of the registry to decide it here.",
    ]);
    await pulumi.runtime.disconnect();
});

test("identities of clusters get the role, too", async () => {
    const { resources } = await underMocks(
        () => {
            new AksClusterIdentities("ids", { resourceGroupName: "group", registries: [{ id: ID }] });
        },
        { [GET_REGISTRY]: () => ({ id: ID, roleAssignmentMode: "AbacRepositoryPermissions" }) },
    );
    const { inputs } = find(resources, "ids-images-acr-pull");
    expect(builtInRoleName(lastSegment(String(inputs.roleDefinitionId)))).toBe("Container Registry Repository Reader");
});
