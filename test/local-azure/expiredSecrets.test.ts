import type { ClusterJob } from "../../local-azure/contract";
import { control, settled, systemAssigned } from "./aksHelpers";
import { assign, clusterContent, clusterPath, makeGroup, makeSubnet, networkContributor, TestAzure } from "./harness";

// A cluster with a service principal works for as long as the principal's secret does.

const day = 24 * 3600;
let azure: TestAzure;
let application: { id: string; appId: string };
let principalId = "";
let subnet = "";
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    subnet = await makeSubnet(azure);
    application = await graph("applications", { displayName: "legacy" });
    principalId = (await graph<{ id: string }>("servicePrincipals", { appId: application.appId })).id;
    await assign(azure, networkContributor, principalId, subnet);
});
afterEach(() => azure.stop());

async function graph<T = typeof application>(path: string, body: object): Promise<T> {
    return (await azure.graph("POST", path, body)).body as unknown as T;
}

interface Secret {
    keyId: string;
    secretText: string;
    endDateTime: string;
}

async function newSecret(days: number): Promise<Secret> {
    const endDateTime = new Date(azure.clock.now() + days * day * 1000).toISOString();
    return graph<Secret>(`applications/${application.id}/addPassword`, { passwordCredential: { endDateTime } });
}

const content = (secret: string | undefined, identity?: object) => ({
    ...clusterContent({
        pool: { vnetSubnetID: subnet },
        properties: { servicePrincipalProfile: { clientId: application.appId, ...(secret && { secret }) } },
    }),
    identity,
});

/** Whether what a principal does is allowed, and else how its sign-in is refused: each once. */
const outcomes = (jobs: ClusterJob[], principal = principalId) => [
    ...new Set(
        jobs
            .filter((job) => job.principalId === principal)
            .map(({ allowed, signInError }) => signInError?.split(".")[0] ?? allowed),
    ),
];

const expired = () => `AADSTS7000222: The provided client secret keys for app '${application.appId}' are expired`;
const invalid = "AADSTS7000215: Invalid client secret provided";

test("the day its secret expires, all its jobs are refused, until it has another one", async () => {
    const { secretText } = await newSecret(30);
    await settled(azure, content(secretText));
    const jobs = async () => outcomes(await azure.jobs("c1"));
    expect(await jobs()).toEqual([true]);
    azure.advance(30 * day - 120);
    expect(await jobs()).toEqual([true]);
    azure.advance(60);
    expect(await jobs()).toEqual([expired()]);

    // A second secret of the application helps the cluster only once it has it.
    const next = await newSecret(30);
    expect(await jobs()).toEqual([expired()]);
    const token = await azure.tokenFor("https://management.azure.com");
    const body = { clientId: application.appId, secret: next.secretText };
    expect((await azure.post(`${clusterPath()}/resetServicePrincipalProfile`, { body, token })).status).toBe(202);
    azure.advance(60);
    expect(await jobs()).toEqual([true]);
});

test("nodes that stay on the principal when the cluster has left it are hit too, and they alone", async () => {
    const { secretText } = await newSecret(1);
    await settled(azure, content(secretText));
    const registry = "resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/registry1";
    const { body } = await azure.put(registry, { location: "westus2", sku: { name: "Premium" } });
    await control(azure, "workload", { registries: [body.id] });
    const cluster = await settled(azure, content(undefined, systemAssigned));
    await assign(azure, networkContributor, cluster.body.identity.principalId, subnet);
    azure.advance(day);
    const token = await azure.tokenFor("https://management.azure.com");
    expect((await azure.get(clusterPath(), { token })).status).toBe(200);
    const jobs = await azure.jobs("c1");
    expect(outcomes(jobs.filter(({ identity }) => identity === "kubelet"))).toEqual([expired()]);
    expect(outcomes(jobs, cluster.body.identity.principalId)).toEqual([true]);
});

test("a secret that is removed from the application is refused; an update without one keeps it", async () => {
    const first = await newSecret(30);
    await settled(azure, content(first.secretText));
    await settled(azure, { ...content(undefined), tags: { a: "b" } });
    expect(outcomes(await azure.jobs("c1"))).toEqual([true]);
    await azure.graph("POST", `applications/${application.id}/removePassword`, { keyId: first.keyId });
    expect(outcomes(await azure.jobs("c1"))).toEqual([invalid]);
});

test("of a secret made elsewhere nothing is known, and it counts", async () => {
    await settled(azure, content("made-elsewhere"));
    azure.advance(3650 * day);
    expect(outcomes(await azure.jobs("c1"))).toEqual([true]);
});

test("of an application made elsewhere nothing is known, and its secret counts", async () => {
    const clientId = "33333333-3333-4333-8333-333333333333";
    const servicePrincipalProfile = { clientId, secret: "not-a-real-one" };
    await settled(azure, {
        ...clusterContent({ pool: { vnetSubnetID: subnet }, properties: { servicePrincipalProfile } }),
        identity: undefined,
    });
    const [{ principalId: other = "" } = {}] = await azure.jobs("c1");
    await assign(azure, networkContributor, other, subnet);
    azure.advance(3650 * day);
    expect(outcomes(await azure.jobs("c1"), other)).toEqual([true]);
});

test("Graph shows when secrets expire, by client id too", async () => {
    const { keyId, endDateTime } = await newSecret(30);
    const shown = { id: application.id, passwordCredentials: [expect.objectContaining({ keyId, endDateTime })] };
    const { appId } = application;
    const get = async (path: string) => (await azure.graph("GET", path)).body;
    expect(await get(`applications?$filter=appId eq '${appId}'`)).toMatchObject({ value: [shown] });
    expect(await get(`applications(appId='${appId}')`)).toMatchObject(shown);
    expect(await get(`servicePrincipals(appId='${appId}')`)).toMatchObject({ id: principalId, appId });
    for (const path of ["servicePrincipals(appId='')", `servicePrincipals(appId='${application.id}')`]) {
        expect((await get(path)).error.code).toBe("Request_ResourceNotFound");
    }
    for (const path of [`groups(appId='${appId}')`, `applications(displayName='legacy')`, "applications(appId='"]) {
        expect((await get(path)).error.code).toBe("NotModelled");
    }
});
