import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { observed, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";

const KINDS: Record<string, Partial<ManagedIdentityAksClusterArgs>> = {
    public: {},
    private: { apiServer: { privateCluster: true } },
    hidden: {
        apiServer: { privateCluster: true },
        properties: { apiServerAccessProfile: { enablePrivateClusterPublicFQDN: false } },
    },
};
const PUBLIC = /^aks-[\da-z]{8}\.hcp\.westeurope\.azmk8s\.io$/;
const PRIVATE = /^aks-[\da-z]{8}\.[\da-f-]{36}\.privatelink\.westeurope\.azmk8s\.io$/;
const NAMES: Record<string, object> = {
    public: { fqdn: expect.stringMatching(PUBLIC) },
    private: { fqdn: expect.stringMatching(PUBLIC), privateFQDN: expect.stringMatching(PRIVATE) },
    hidden: { privateFQDN: expect.stringMatching(PRIVATE) },
};

test("a cluster gives out the names that it has, also to another stack, and a change of other things keeps them known", async () => {
    let args: Partial<ManagedIdentityAksClusterArgs> = {};
    const program = async () =>
        Object.fromEntries(
            Object.entries(KINDS).flatMap(([kind, own]) => {
                const group = new ResourceGroup(kind);
                const { fqdn, privateFQDN } = new ManagedIdentityAksCluster(kind, {
                    resourceGroupName: group.name,
                    dnsPrefix: "aks",
                    systemNodePool: { vmSize: VM_SIZE },
                    ...own,
                    ...args,
                });
                // What is built on the names must not look changed.
                new ResourceGroup(`${kind}-uses`, {
                    tags: pulumi.output({ fqdn, privateFQDN }).apply(given),
                });
                return [
                    [`${kind}/fqdn`, fqdn],
                    [`${kind}/privateFQDN`, privateFQDN],
                    [`${kind}/names`, pulumi.output({ fqdn, privateFQDN })],
                ];
            }),
        );
    await withEngine(program, { project: "platform" }, async ({ stack, openAnother }) => {
        const { outputs } = await stack.up();
        for (const [kind, names] of Object.entries(NAMES)) {
            expect(outputs[`${kind}/names`]?.value).toEqual(names);
            const given = ["fqdn", "privateFQDN"].filter((name) => `${kind}/${name}` in outputs);
            expect(given).toEqual(Object.keys(names));
        }
        const { resources } = (await stack.exportStack()).deployment;
        for (const kind of Object.keys(KINDS)) {
            const kept = resources.find(({ urn }: Exported) => urn.endsWith(`:ManagedIdentityAksCluster::${kind}`));
            const { fqdn, privateFQDN } = kept.outputs;
            expect({ fqdn, privateFQDN }).toEqual(outputs[`${kind}/names`]?.value);
        }

        const reader = async () => {
            const reference = new pulumi.StackReference("organization/platform/dev");
            return Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, reference.getOutput(`${kind}/names`)]));
        };
        const { outputs: received } = await (await openAnother("reader", reader)).up();
        expect(Object.fromEntries(Object.entries(received).map(([kind, { value }]) => [kind, value]))).toEqual(NAMES);

        args = { kubernetesVersion: "1.34" };
        const { events } = await observed((options) => stack.preview(options));
        expect(steps(events).sort()).toEqual(
            Object.keys(KINDS)
                .map((kind) => `update ${kind}-cluster`)
                .sort(),
        );
    });
});

interface Exported {
    urn: string;
    outputs: { fqdn?: string; privateFQDN?: string };
}

function given(tags: { fqdn?: string; privateFQDN?: string }): Record<string, string> {
    return Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined));
}
