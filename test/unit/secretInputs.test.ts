import * as pulumi from "@pulumi/pulumi";
import { AksClusterIdentities, AksWorkloadIdentity, ManagedIdentityAksCluster, RoleAssignmentMode } from "../../src";
import { lookUpOf } from "../../src/engine/lookUps";
import { base, PROVIDERS } from "./component/deploy";
import { underMocks, valueIn } from "./mocks";

const registry = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/hush`;

afterEach(() => jest.restoreAllMocks());

test.each([
    ["a plain value is shown", pulumi.output("hush"), "hush: no hush, make it hush"],
    ["a secret one is not", pulumi.secret("hush"), "a secret value: no a secret value, make it a secret value"],
])("where a look-up fails, %s", async (_, input, message) => {
    const found = lookUpOf(
        input,
        async (value) => {
            throw new Error(`no ${value}`);
        },
        (value, reason) => `${value}: ${reason}, make it ${value}`,
    );
    await expect(valueIn(found)).rejects.toThrow(new pulumi.RunError(message));
});

test.each<[what: string, id: pulumi.Input<string>, printed: RegExp]>([
    ["are printed", registry, /They are created with:\n {2}az .*registries\/hush/s],
    [
        "with a secret id are not",
        pulumi.secret(registry),
        /hold a secret: they are in the output roleAssignmentCommands\.$/,
    ],
])("the commands for role assignments that others create %s", async (_, id, printed) => {
    const info = jest.spyOn(pulumi.log, "info").mockResolvedValue();
    await underMocks(async () => {
        const { roleAssignmentCommands } = new AksClusterIdentities("ids", {
            resourceGroupName: "group",
            roleAssignments: RoleAssignmentMode.Skip,
            registries: [{ id }],
        });
        await valueIn(roleAssignmentCommands);
    });
    expect(info.mock.calls.map(([message]) => message)).toEqual([expect.stringMatching(printed)]);
});

const COMPONENTS: Record<string, () => void> = {
    AksClusterIdentities: () => new AksClusterIdentities("ids", { resourceGroupName: "group" }),
    AksWorkloadIdentity: () =>
        new AksWorkloadIdentity("app", {
            resourceGroupName: "group",
            oidcIssuerUrl: "https://issuer.example/",
            serviceAccounts: [{ namespace: "shop", name: "app" }],
        }),
    ManagedIdentityAksCluster: () => new ManagedIdentityAksCluster("aks", base),
};

test.each(Object.entries(COMPONENTS))(
    "debug messages show no answer of the engine once there is an %s",
    async (_, create) => {
        const { debug } = pulumi.log;
        const said: string[] = [];
        Reflect.set(pulumi.log, "debug", async (message: string) => void said.push(message));
        try {
            await underMocks(create);
        } finally {
            Reflect.set(pulumi.log, "debug", debug);
        }
        const answers = said.filter((message) => message.startsWith("RegisterResource RPC finished"));
        expect(answers.length).toBeGreaterThan(1);
        expect(answers.filter((message) => !message.endsWith("resp: …"))).toEqual([]);
    },
);
