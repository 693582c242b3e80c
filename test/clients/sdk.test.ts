import type { ManagedCluster } from "@azure/arm-containerservice";
import { control } from "../local-azure/aksHelpers";
import {
    assignmentName,
    contributor,
    managedIdentityOperator,
    networkContributor,
    TestAzure,
} from "../local-azure/harness";
import { type Clients, clientsOf, operationSeconds, polling, refusal, signIn } from "./sdkClients";

let azure: TestAzure;
let clients: Clients;
let group = "rg0";
// One server for the file, a group a test: @azure/identity looks for its endpoint once in the life of a process.
// The clock starts at the machine's time, by which the clients judge whether a token is still good.
beforeAll(async () => {
    azure = await TestAzure.start({ operationSeconds }, Date.now());
    clients = clientsOf(azure, signIn(azure));
});
beforeEach(async () => {
    group = `rg${Number(group.slice(2)) + 1}`;
    await clients.resources.resourceGroups.createOrUpdate(group, { location });
});
afterEach(() => clients.resources.resourceGroups.beginDeleteAndWait(group, polling));
afterAll(() => azure.stop());

const location = "westus2";
const pool = { name: "nodepool1", mode: "System", count: 3, vmSize: "Standard_D4ds_v5" };
const userAssigned = (id: string) => ({
    type: "UserAssigned" as const,
    userAssignedIdentities: { [id]: {} },
});

async function identity(name: string) {
    const made = await clients.identities.userAssignedIdentities.createOrUpdate(group, name, { location });
    return { id: made.id ?? "", principalId: made.principalId ?? "", clientId: made.clientId ?? "" };
}

const roleOf = (principalId: string, role: string) => ({
    roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId,
    principalType: "ServicePrincipal",
});

async function grant(role: string, principalId: string, scope: string) {
    return clients.authorization.roleAssignments.create(scope, assignmentName(), roleOf(principalId, role));
}

const system = { identity: { type: "SystemAssigned" as const } };
const minimal = { location, dnsPrefix: "c1", agentPoolProfiles: [pool] };
const kubeletOf = ({ id }: { id: string }) => ({ identityProfile: { kubeletidentity: { resourceId: id } } });

async function createCluster(name: string, parameters: Partial<ManagedCluster>): Promise<ManagedCluster> {
    return clients.aks.managedClusters.createOrUpdate(group, name, { ...minimal, ...parameters }, polling);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
}

test("the life of a cluster with its own identities, by the official clients", async () => {
    const { subscriptions, resources, network, aks } = clients;
    expect((await all(subscriptions.subscriptions.list())).map(({ subscriptionId }) => subscriptionId)).toEqual([
        azure.server.ready.subscriptionId,
    ]);
    expect((await resources.resourceGroups.get(group)).location).toBe(location);
    const controlPlane = await identity("control-plane");
    const other = await identity("other");
    const kubelet = await identity("kubelet");
    const { subnets } = await network.virtualNetworks.beginCreateOrUpdateAndWait(
        group,
        "vnet",
        {
            location,
            addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
            subnets: [{ name: "nodes", addressPrefix: "10.1.0.0/24" }],
        },
        polling,
    );
    const subnetId = subnets?.[0]?.id ?? "";
    await grant(networkContributor, controlPlane.principalId, subnetId);
    await grant(managedIdentityOperator, controlPlane.principalId, kubelet.id);
    expect(
        (await all(clients.authorization.roleAssignments.listForScope(subnetId, { filter: "atScope()" }))).map(
            ({ principalId }) => principalId,
        ),
    ).toContain(controlPlane.principalId);

    const poller = aks.managedClusters.createOrUpdate(
        group,
        "c1",
        {
            location,
            dnsPrefix: "c1",
            identity: userAssigned(controlPlane.id),
            identityProfile: { kubeletidentity: { resourceId: kubelet.id } },
            agentPoolProfiles: [{ ...pool, vnetSubnetID: subnetId }],
            networkProfile: { networkPlugin: "azure" },
        },
        polling,
    );
    const states: string[] = [];
    poller.onProgress(({ status }) => states.push(status));
    const made = await poller;
    expect(states).toEqual(["running", "succeeded"]);
    expect(made.provisioningState).toBe("Succeeded");
    expect(made.servicePrincipalProfile?.clientId).toBe("msi");
    expect(Object.values(made.identity?.userAssignedIdentities ?? {})).toEqual([
        { principalId: controlPlane.principalId, clientId: controlPlane.clientId },
    ]);
    expect(made.identityProfile?.kubeletidentity).toMatchObject({
        objectId: kubelet.principalId,
        clientId: kubelet.clientId,
    });
    expect((await aks.managedClusters.get(group, "c1")).fqdn).toBe(made.fqdn);
    expect((await all(aks.managedClusters.list())).map(({ name }) => name)).toEqual(["c1"]);

    await grant(networkContributor, other.principalId, subnetId);
    await grant(managedIdentityOperator, other.principalId, kubelet.id);
    const sent = { ...made, identity: userAssigned(other.id) };
    const moved = await aks.managedClusters.createOrUpdate(group, "c1", sent, polling);
    expect(Object.values(moved.identity?.userAssignedIdentities ?? {})).toEqual([
        { principalId: other.principalId, clientId: other.clientId },
    ]);
    const tagged = await aks.managedClusters.updateTags(group, "c1", { tags: { team: "a" } }, polling);
    expect(tagged.tags).toEqual({ team: "a" });

    const more = await aks.agentPools.createOrUpdate(
        group,
        "c1",
        "more",
        { count: 1, vmSize: "Standard_D4ds_v5", vnetSubnetID: subnetId },
        polling,
    );
    expect([more.name, more.count, more.provisioningState]).toEqual(["more", 1, "Succeeded"]);
    expect((await all(aks.agentPools.list(group, "c1"))).map(({ name }) => name)).toEqual(["more", "nodepool1"]);
    await aks.agentPools.delete(group, "c1", "more", polling);

    const { kubeconfigs } = await aks.managedClusters.listClusterUserCredentials(group, "c1");
    expect(Buffer.from(kubeconfigs?.[0]?.value ?? "").toString("utf8")).toContain("current-context: c1");

    await aks.managedClusters.delete(group, "c1", polling);
    expect(await refusal(aks.managedClusters.get(group, "c1"))).toMatchObject({
        status: 404,
        code: "ResourceNotFound",
    });
    expect(await refusal(resources.resourceGroups.get(made.nodeResourceGroup ?? ""))).toMatchObject({
        status: 404,
        code: "ResourceGroupNotFound",
    });
});

test("from system-assigned to user-assigned and back, by the official clients", async () => {
    const own = await identity("own");
    const made = await createCluster("c1", { identity: { type: "SystemAssigned" } });
    expect(made.identity).toMatchObject({ type: "SystemAssigned", principalId: expect.any(String) });
    const kubelet = made.identityProfile?.kubeletidentity;
    expect(kubelet?.resourceId).toMatch(/\/c1-agentpool$/);

    const user = await createCluster("c1", { ...made, identity: userAssigned(own.id) });
    expect(user.identity?.principalId).toBeUndefined();
    expect(Object.values(user.identity?.userAssignedIdentities ?? {})).toEqual([
        { principalId: own.principalId, clientId: own.clientId },
    ]);
    const back = await createCluster("c1", { ...user, identity: { type: "SystemAssigned" } });
    expect(back.identity?.principalId).not.toBe(made.identity?.principalId);
    expect(back.identity?.userAssignedIdentities).toBeUndefined();
    expect(back.identityProfile?.kubeletidentity).toEqual(kubelet);
});

test("from a service principal to managed identity, and the pool after it, by the official clients", async () => {
    const { agentPools, managedClusters } = clients.aks;
    const clientId = "33333333-3333-4333-8333-333333333333";
    const legacy = { servicePrincipalProfile: { clientId, secret: "not-a-real-one" } };
    const made = await createCluster("legacy", legacy);
    expect([made.identity, made.identityProfile, made.servicePrincipalProfile?.clientId]).toEqual([
        undefined,
        undefined,
        clientId,
    ]);
    const moved = await createCluster("legacy", { ...made, identity: { type: "SystemAssigned" } });
    expect(moved.servicePrincipalProfile?.clientId).toBe("msi");
    expect(moved.identityProfile?.kubeletidentity?.resourceId).toMatch(/\/legacy-agentpool$/);

    const image = async () => (await agentPools.get(group, "legacy", "nodepool1")).nodeImageVersion;
    const old = await image();
    await agentPools.upgradeNodeImageVersion(group, "legacy", "nodepool1", polling);
    expect(await image()).toBe(old);
    await control(azure, "nodeImage", {}, "legacy");
    const { latestNodeImageVersion } = await agentPools.getUpgradeProfile(group, "legacy", "nodepool1");
    await agentPools.upgradeNodeImageVersion(group, "legacy", "nodepool1", polling);
    expect(await image()).toBe(latestNodeImageVersion);
    expect(latestNodeImageVersion).not.toBe(old);

    const profile = await managedClusters.getUpgradeProfile(group, "legacy");
    expect(profile.agentPoolProfiles.map(({ name }) => name)).toEqual(["nodepool1"]);
    const reset = managedClusters.resetServicePrincipalProfile(group, "legacy", { clientId, secret: "s" }, polling);
    expect(await refusal(Promise.resolve(reset))).toEqual({
        status: 400,
        code: "BadRequest",
        message: "Updating service principal profile is not allowed on MSI cluster.",
    });
});

type Refused = [what: string, status: number, code: string, act: () => Promise<unknown>];

const refusals: Refused[] = [
    ["a group that is not there", 404, "ResourceGroupNotFound", () => clients.aks.managedClusters.get("none", "c1")],
    [
        "a kubelet identity on a system-assigned cluster",
        400,
        "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        async () => createCluster("c2", { ...system, ...kubeletOf(await identity("kubelet")) }),
    ],
    [
        "a kubelet identity that the control plane may not assign",
        400,
        "CustomKubeletIdentityMissingPermissionError",
        async () =>
            createCluster("c2", {
                identity: userAssigned((await identity("own")).id),
                ...kubeletOf(await identity("kubelet")),
            }),
    ],
    [
        "two identities",
        400,
        "InvalidParameter",
        async () => {
            const ids = [await identity("one"), await identity("two")].map(({ id }) => [id, {}]);
            const type = "UserAssigned";
            return createCluster("c2", {
                identity: { type, userAssignedIdentities: Object.fromEntries(ids) },
            });
        },
    ],
    [
        "a second operation while one runs",
        409,
        "OperationNotAllowed",
        async () => {
            await clients.aks.managedClusters.updateTags(group, "c1", { tags: {} }, polling).submitted();
            return clients.aks.agentPools.createOrUpdate(group, "c1", "more", { count: 1 }, polling);
        },
    ],
    [
        "back to a service principal",
        400,
        "BadRequest",
        () => createCluster("c1", { servicePrincipalProfile: { clientId: assignmentName(), secret: "s" } }),
    ],
    ["another DNS prefix", 400, "PropertyChangeNotAllowed", () => createCluster("c1", { ...system, dnsPrefix: "d" })],
    [
        "the same role twice",
        409,
        "RoleAssignmentExists",
        async () => {
            const { principalId, id } = await identity("one");
            await grant(networkContributor, principalId, id);
            return grant(networkContributor, principalId, id);
        },
    ],
    [
        "a role by someone who may not give any",
        403,
        "AuthorizationFailed",
        async () => {
            const { principalId, id, clientId } = await identity("one");
            await grant(contributor, principalId, `${azure.subscription}/resourceGroups/${group}`);
            const own = clientsOf(azure, signIn(azure, clientId));
            return own.authorization.roleAssignments.create(id, assignmentName(), roleOf(principalId, contributor));
        },
    ],
    [
        "an identity of a group in which the caller may do nothing",
        403,
        "LinkedAuthorizationFailed",
        async () => {
            const caller = await identity("caller");
            await grant(contributor, caller.principalId, `${azure.subscription}/resourceGroups/${group}`);
            await clients.resources.resourceGroups.createOrUpdate(`${group}other`, { location });
            const other = await clients.identities.userAssignedIdentities.createOrUpdate(`${group}other`, "one", {
                location,
            });
            const own = clientsOf(azure, signIn(azure, caller.clientId));
            const parameters = { ...minimal, identity: userAssigned(other.id ?? "") };
            return own.aks.managedClusters.createOrUpdate(group, "c2", parameters, polling);
        },
    ],
    [
        "the administrator's kubeconfig without local accounts",
        400,
        "BadRequest",
        async () => {
            await createCluster("c1", {
                ...system,
                disableLocalAccounts: true,
                aadProfile: { managed: true },
            });
            return clients.aks.managedClusters.listClusterAdminCredentials(group, "c1");
        },
    ],
    [
        "the issuer off again",
        400,
        "OIDCIssuerCannotBeDisabled",
        async () => {
            await createCluster("c1", { ...system, oidcIssuerProfile: { enabled: true } });
            return createCluster("c1", { ...system, oidcIssuerProfile: { enabled: false } });
        },
    ],
    [
        "the last system pool's end",
        400,
        "InvalidParameter",
        async () => clients.aks.agentPools.delete(group, "c1", "nodepool1", polling),
    ],
    [
        "a token that is none",
        401,
        "InvalidAuthenticationToken",
        () => {
            const credential = {
                getToken: async () => ({ token: "none", expiresOnTimestamp: Date.now() + 1e7 }),
            };
            return clientsOf(azure, credential).aks.managedClusters.get(group, "c1");
        },
    ],
    [
        "what is not modelled",
        501,
        "NotModelled",
        async () => clients.aks.managedClusters.rotateClusterCertificates(group, "c1", polling),
    ],
];

test.each(refusals)("the official clients see Azure's refusal of %s: %i %s", async (_what, status, code, act) => {
    await createCluster("c1", system);
    expect(await refusal(act())).toMatchObject({ status, code });
});
