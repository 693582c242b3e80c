import { Provider } from "@pulumi/azure-native";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { steps, withEngine } from "./engine";
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

test("an explicit provider reaches every child", async () => {
    const program = async () => {
        const provider = new Provider("north", { location: "northeurope" });
        return { id: cluster("aks", () => ({ provider })).clusterId };
    };
    await withEngine(program, {}, async ({ stack }) => {
        await stack.up();
        const { resources } = (await stack.exportStack()).deployment;
        const inside = resources.filter(
            ({ parent, type }: Exported) => parent?.endsWith("::aks") && type !== COMPONENT,
        );
        expect(inside.length).toBe(4);
        for (const { provider, outputs } of inside as Exported[]) {
            expect(provider).toContain("pulumi:providers:azure-native::north::");
            expect(outputs?.location ?? "northeurope").toBe("northeurope");
        }
        await stack.destroy();
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

test("transforms reach what the arguments do not", async () => {
    const transform: pulumi.ResourceTransform = ({ type, props, opts }) =>
        type === "azure-native:containerservice:ManagedCluster"
            ? { props: { ...props, disableLocalAccounts: true }, opts }
            : undefined;
    const program = async () => ({ id: cluster("aks", () => ({ transforms: [transform] })).clusterId });
    await withEngine(program, {}, async ({ stack, azure }) => {
        await stack.up();
        const put = azure
            .requests()
            .find(({ method, path }) => method === "PUT" && /managedClusters/.test(path));
        expect(put?.body).toMatchObject({ properties: { disableLocalAccounts: true } });
        await stack.destroy();
    });
});

test("dependsOn holds the first child back", async () => {
    const program = async () => {
        const first = new ResourceGroup("first");
        return { id: cluster("aks", () => ({ dependsOn: [first] })).clusterId };
    };
    await withEngine(program, {}, async ({ stack, azure }) => {
        await stack.up();
        const puts = azure.requests().filter(({ method, status }) => method === "PUT" && status < 300);
        const first = puts.findIndex(({ path }) => /resourceGroups\/first/.test(path));
        const identity = puts.findIndex(({ path }) => /userAssignedIdentities/.test(path));
        expect(first).toBeGreaterThanOrEqual(0);
        expect(identity).toBeGreaterThan(first);
        await stack.destroy();
    });
});

test("an alias renames the component without touching Azure", async () => {
    let name = "old";
    const program = async () => {
        const group = new ResourceGroup("group");
        const args = { resourceGroupName: group.name, systemNodePool: { vmSize: VM_SIZE }, dnsPrefix: "aks" };
        const aks = new ManagedIdentityAksCluster(
            name,
            args,
            name === "new" ? { aliases: [{ name: "old" }] } : {},
        );
        return { id: aks.clusterId };
    };
    await withEngine(program, {}, async ({ stack, newRequests }) => {
        await stack.up();
        name = "new";
        newRequests();
        const events: Parameters<typeof steps>[0] = [];
        await stack.up({ onEvent: (event) => events.push(event) });
        expect(steps(events)).toEqual([]);
        expect(newRequests().filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method))).toEqual([]);
        await stack.destroy();
    });
});

test("two clusters of one name under parents of different types wait each by itself", async () => {
    const program = async () => {
        const platform = (name: string) => {
            const parent = new pulumi.ComponentResource(`test:index:${name}`, name);
            const group = new ResourceGroup(`${name}-group`);
            const args = { resourceGroupName: group.name, systemNodePool: { vmSize: VM_SIZE } };
            return new ManagedIdentityAksCluster("aks", args, { parent }).servicePrincipalClientId;
        };
        return { one: platform("one"), two: platform("two") };
    };
    await withEngine(program, { propagationDelaySeconds: 5 }, async ({ stack, waits }) => {
        const { outputs } = await stack.up();
        expect([outputs.one?.value, outputs.two?.value]).toEqual(["msi", "msi"]);
        expect(waits.length).toBeGreaterThan(0);
        await stack.destroy();
    });
});

const COMPONENT = "managed-identity-aks:index:ManagedIdentityAksCluster";

/** What the exported state says of a resource. */
interface Exported {
    type: string;
    parent?: string;
    provider?: string;
    outputs?: { location?: string };
}
