import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { diffInputs } from "../../../local-azure/providers/azure-native/diff";
import { inputsForImport, outputsOf } from "../../../local-azure/providers/azure-native/outputs";
import { requestBody } from "../../../local-azure/providers/azure-native/requestBody";
import { resourceTypeOf } from "../../../local-azure/providers/azure-native/resourceTypes";
import type { ResourceType } from "../../../local-azure/providers/azure-native/row";
import type { PropertyMap } from "../../../local-azure/providers/host/propertyValues";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../../src";
import { clusterCreationOnly, poolCreationOnly } from "../../../src/cluster/creationOnly";
import { poolsOf } from "../../../src/cluster/nodePoolArgs";
import { argsFromLive, type LiveContext } from "../../../src/migration/live/argsFromLive";
import { isRecord, valueAt } from "../../../src/values";
import { type Builder, builderOf, showOf } from "../../engine/handMadeClusters";
import { makeGroundByHand } from "../../engine/handMadeGround";
import { makeRandomCluster, type RandomCluster, randomCluster } from "../../engine/randomClusters";
import { type Drawn, ROLES, rowOf } from "../../engine/randomSettings";
import { TestAzure } from "../../local-azure/harness";
import { runsOf, seedOf } from "../../randomRuns";
import { type Registered, underMocks } from "../mocks";

// Random clusters that somebody made by hand, read in a random spelling, become arguments that describe them as they are:
// the rules reject nothing, nothing is replaced, and an update of all that the component sends changes nothing.

let azure: TestAzure;
let builder: Builder;
beforeAll(async () => {
    azure = await TestAzure.start();
    builder = builderOf(azure, await makeGroundByHand(azure));
});
afterAll(() => azure.stop());

const seed = seedOf(20261126);
const numRuns = runsOf(200);
/** Of all runs, the smaller ones that follow a failure included. */
let made = 0;
/** Milliseconds; a failure takes as long again to become small. */
const MINUTES = 600_000;

test(
    "a random cluster is described as it is",
    async () => {
        const property = fc.asyncProperty(randomCluster, async (drawn) => {
            made += 1;
            const living = await makeRandomCluster(azure, builder, drawn, `random${made}`);
            await expectDescribed(drawn, living);
            await azure.delete(living.id);
        });
        await fc.assert(property, { seed, numRuns });
    },
    MINUTES,
);

async function expectDescribed(drawn: Drawn, { id, shown, shownByArm, context }: RandomCluster): Promise<void> {
    const found = argsFromLive(shown.cluster, context);
    const { args, blockers, missing, warnings } = found;
    expect(blockers).toEqual([]);
    expect(rowOf(ROLES, drawn.roles).isComplete ? missing : []).toEqual([]);
    // The spelling makes no difference.
    const { cluster, pools, roleAssignments } = shownByArm;
    const inArm = { ...context, pools, ...("roleAssignments" in context && { roleAssignments }) };
    expect(argsFromLive(cluster, inArm)).toEqual(found);

    const { resources, warned } = await registeredFor(args, context);
    expect(warned).toEqual(warnings.map((each) => expect.stringContaining(each)));
    for (const resource of resources) {
        const change = await changeOf(resource, id, args);
        expect(replacedBy(change)).toEqual([]);
        await update(change);
    }
    const now = await showOf(azure, id);
    expect(lasting({ cluster: now.cluster, pools: now.pools })).toEqual(lasting({ cluster, pools }));
}

/** The cluster and its pools, as a program with these arguments registers them, and what it warns of. */
async function registeredFor(args: ManagedIdentityAksClusterArgs, { component = "", ...context }: LiveContext) {
    const warned = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    const told = jest.spyOn(pulumi.log, "info").mockResolvedValue();
    const { resources } = await underMocks(() => void new ManagedIdentityAksCluster(component, args), {
        "azure-native:managedidentity:getUserAssignedIdentity": async ({ resourceGroupName, resourceName }) => {
            const type = "Microsoft.ManagedIdentity/userAssignedIdentities";
            const { body } = await azure.get(`resourceGroups/${resourceGroupName}/providers/${type}/${resourceName}`);
            return body.properties;
        },
        "azuread:index/getServicePrincipal:getServicePrincipal": () => ({ objectId: context.servicePrincipalObjectId }),
    });
    const texts = warned.mock.calls.map(([text]) => text);
    warned.mockRestore();
    told.mockRestore();
    return { resources: resources.filter(({ type }) => type.startsWith(AKS)), warned: texts };
}

const AKS = "azure-native:containerservice/";

/** A resource of the program over the one that exists. */
interface Change {
    type: ResourceType;
    id: string;
    oldInputs: PropertyMap;
    oldState: PropertyMap;
    news: PropertyMap;
}

async function changeOf(
    { type: token, inputs }: Registered,
    clusterId: string,
    args: ManagedIdentityAksClusterArgs,
): Promise<Change> {
    const type = resourceTypeOf(token) as ResourceType;
    const { agentPoolName } = inputs;
    const pool = poolsOf(args).find(({ name }) => name === agentPoolName);
    const unchanged = pool ? poolCreationOnly(args, pool) : clusterCreationOnly(args);
    const id = agentPoolName === undefined ? clusterId : `${clusterId}/agentPools/${agentPoolName}`;
    const body = (await azure.get(id)).body as unknown as PropertyMap;
    const oldInputs: PropertyMap = { ...inputsForImport(type, id, body), azureApiVersion: type.apiVersion };
    const sent = structuredClone(inputs) as PropertyMap;
    // The component sends the addresses of services as they are live where the program leaves them out.
    const network = sent.networkProfile as PropertyMap | undefined;
    for (const name of network ? ["serviceCidr", "serviceCidrs", "dnsServiceIP"] : []) {
        Object(network)[name] ??= valueAt(oldInputs, ["networkProfile", name]);
    }
    const news = {
        ...sent,
        ...Object.fromEntries(unchanged.map((path) => [path, oldInputs[path]])),
        // Azure lists all pools, and the program has one of them here: compared, although changes are ignored.
        ...(agentPoolName === undefined && { agentPoolProfiles: withPool(oldInputs, sent) }),
        azureApiVersion: type.apiVersion,
    };
    return { type, id, oldInputs, oldState: outputsOf(type, body), news: JSON.parse(JSON.stringify(news)) };
}

/** What the program says of its pool, over what there is; the count of an autoscaled pool is not the program's. */
function withPool(oldInputs: PropertyMap, sent: PropertyMap): PropertyMap[] {
    const own = poolsIn(sent).map(
        ({ count, ...pool }) => (pool.enableAutoScaling === true ? pool : { ...pool, count }) as PropertyMap,
    );
    return poolsIn(oldInputs).map((pool) => ({ ...pool, ...own.find(({ name }) => name === pool.name) }));
}

const poolsIn = ({ agentPoolProfiles = [] }: PropertyMap) => agentPoolProfiles as PropertyMap[];

function replacedBy({ type, ...change }: Change): string[] {
    const { replaces, detailedDiff } = diffInputs(type, change);
    const paths = [...(detailedDiff ?? [])].filter(([, { kind }]) => kind.endsWith("_REPLACE")).map(([path]) => path);
    return replaces.length > 0 ? paths : [];
}

/** As the component's update of a resource that was imported. */
async function update({ type, id, oldInputs, news }: Change): Promise<void> {
    const { status, body } = await azure.put(id, requestBody(type, news, oldInputs), { apiVersion: type.apiVersion });
    expect({ id, status, error: body.error }).toEqual({ id, status: 200 });
}

/** Without what every update makes anew, and what says no more than nothing does. */
function lasting(shown: object): unknown {
    const isSaid = (key: string, value: unknown) => {
        const isEmpty = value === null || (typeof value === "object" && Object.keys(value).length === 0);
        return !isEmpty && key !== "eTag" && !(key in UNSAID && UNSAID[key] === value);
    };
    const within = (value: unknown): unknown =>
        Array.isArray(value)
            ? value.map(within)
            : isRecord(value)
              ? Object.fromEntries(
                    Object.entries(value)
                        .map(([key, each]) => [key, within(each)] as const)
                        .filter(([key, each]) => isSaid(key, each)),
                )
              : value;
    return within(shown);
}

/** What AKS does where nothing is said; azure-native or the component say it. */
const UNSAID: Record<string, unknown> = {
    enableSecretRotation: "false",
    useAADAuth: "false",
    idleTimeoutInMinutes: 30,
    countIPv6: 0,
    allocatedOutboundPorts: 0,
};
