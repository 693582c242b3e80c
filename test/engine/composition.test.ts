import { Provider } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { OutputMap } from "@pulumi/pulumi/automation";
import type { LoggedRequest } from "../../local-azure/contract";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { CLUSTER_TYPE } from "../../src/aksTypes";
import { observed, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";

/** A cluster in a network that AKS makes, composed as `opts` says. */
function cluster(
    name: string,
    opts: (group: ResourceGroup) => pulumi.ComponentResourceOptions = () => ({}),
    args: Partial<ManagedIdentityAksClusterArgs> = {},
): ManagedIdentityAksCluster {
    const group = new ResourceGroup(`${name}-group`);
    const all = { resourceGroupName: group.name, systemNodePool: { vmSize: VM_SIZE }, ...args };
    return new ManagedIdentityAksCluster(name, all, opts(group));
}

describe("what a component takes as an option", () => {
    const transform: pulumi.ResourceTransform = ({ type, props, opts }) =>
        type === CLUSTER_TYPE ? { props: { ...props, disableLocalAccounts: true }, opts } : undefined;
    const program = async () => {
        const provider = new Provider("north", { location: "northeurope" });
        cluster("provided", () => ({ provider }));
        cluster("transformed", () => ({ transforms: [transform] }));
        const first = new ResourceGroup("first");
        cluster("held", () => ({ dependsOn: [first] }));
        const platform = (name: string) => {
            const parent = new pulumi.ComponentResource(`test:index:${name}`, name);
            const group = new ResourceGroup(`${name}-group`);
            const args = { resourceGroupName: group.name, systemNodePool: { vmSize: VM_SIZE } };
            return new ManagedIdentityAksCluster("aks", args, { parent }).servicePrincipalClientId;
        };
        return { one: platform("one"), two: platform("two") };
    };
    let deployed: { outputs: OutputMap; resources: Exported[]; puts: LoggedRequest[] };
    beforeAll(async () => {
        await withEngine(program, { propagationDelaySeconds: 5 }, async ({ stack, azure }) => {
            const { outputs } = await stack.up();
            const { resources } = (await stack.exportStack()).deployment;
            const puts = azure.requests().filter(({ method }) => method === "PUT");
            deployed = { outputs, resources, puts };
        });
    });
    const inside = (component: string) =>
        deployed.resources.filter(({ parent, type }) => parent?.endsWith(`::${component}`) && type !== COMPONENT);
    const clusterPuts = (name: string) =>
        deployed.puts.filter(
            ({ path }) => path.includes(`/resourceGroups/${name}-group`) && /\/managedClusters\/[^/]+$/.test(path),
        );

    test("an explicit provider reaches every child", () => {
        const created = inside("provided").filter(({ type }) => type.startsWith("azure-native:"));
        expect(created.length).toBe(4);
        for (const { provider, outputs } of created) {
            expect(provider).toContain("pulumi:providers:azure-native::north::");
            expect(outputs?.location ?? "northeurope").toBe("northeurope");
        }
    });

    test("transforms reach what the arguments do not", () => {
        expect(clusterPuts("transformed")[0]?.body).toMatchObject({
            properties: { disableLocalAccounts: true },
        });
    });

    test("dependsOn holds the first child back", () => {
        const put = deployed.puts.filter(({ status }) => status < 300);
        const first = put.findIndex(({ path }) => /resourceGroups\/first/.test(path));
        const identity = put.findIndex(({ path }) => /userAssignedIdentities\/held/.test(path));
        expect(first).toBeGreaterThanOrEqual(0);
        expect(identity).toBeGreaterThan(first);
        // Not by luck: the component waits, and its children for it.
        const held = deployed.resources.find(({ urn, type }) => urn.endsWith("::held") && type === COMPONENT);
        expect(held?.dependencies).toEqual([expect.stringMatching(/::first$/)]);
    });

    test("two clusters of one name under parents of different types wait each by itself", () => {
        expect([deployed.outputs.one?.value, deployed.outputs.two?.value]).toEqual(["msi", "msi"]);
        for (const name of ["one", "two"]) {
            const statuses = clusterPuts(name).map(({ status }) => status);
            expect(statuses[0]).toBe(400);
            expect(statuses.at(-1)).toBe(201);
        }
    });
});

test("protect keeps the whole component", async () => {
    let protect = true;
    const program = async () => ({ id: cluster("aks", () => ({ protect })).clusterId });
    await withEngine(program, {}, async ({ stack, newRequests }) => {
        await stack.up();
        newRequests();
        await expect(stack.destroy()).rejects.toThrow("protected");
        expect(newRequests().filter(({ method }) => method === "DELETE")).toEqual([]);
        protect = false;
        await stack.up();
        await stack.destroy();
    });
});

test("an alias of the component, and one of what it is in, renames it without touching Azure", async () => {
    let name = "old";
    let place = "old";
    let count = 1;
    const program = async () => {
        const group = new ResourceGroup("group");
        const args = {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, count },
            dnsPrefix: "aks",
        };
        const parent = new pulumi.ComponentResource(
            `test:index:${place}`,
            place,
            {},
            {
                aliases: place === "new" ? [{ name: "old", type: "test:index:old" }] : [],
            },
        );
        // A child's name that starts with its parent's changes with it.
        const aks = new ManagedIdentityAksCluster(`${place}-${name}`, args, {
            parent,
            aliases: name === "new" ? [{ name: `${place}-old` }] : [],
        });
        return { id: aks.clusterId };
    };
    await withEngine(program, {}, async ({ stack, newRequests }) => {
        await stack.up();
        const renamed = async () => {
            newRequests();
            const { events } = await observed((options) => stack.up(options));
            const writes = newRequests().filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method));
            return {
                steps: steps(events),
                writes: writes.map(({ method, path }) => `${method} ${path.split("/").at(-2)}`),
            };
        };
        name = "new";
        expect(await renamed()).toEqual({ steps: [], writes: [] });
        // The run that renames knows what the previous one has applied, and sends what is new.
        place = "new";
        count = 2;
        expect(await renamed()).toEqual({ steps: ["update new-new-cluster"], writes: ["PUT managedClusters"] });
        expect(await renamed()).toEqual({ steps: [], writes: [] });
    });
});

const COMPONENT = "managed-identity-aks:index:ManagedIdentityAksCluster";

/** What the exported state says of a resource. */
interface Exported {
    urn: string;
    type: string;
    parent?: string;
    provider?: string;
    dependencies?: string[];
    outputs?: { location?: string };
}
