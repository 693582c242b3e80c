import * as pulumi from "@pulumi/pulumi";
import { AksClusterIdentities, RoleAssignmentMode } from "../../src";
import { lookUpOf } from "../../src/engine/lookUps";
import { PROVIDERS } from "./component/deploy";
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
    ["are printed", registry, /Create them with:\n {2}az .*registries\/hush/s],
    ["with a secret id are not", pulumi.secret(registry), /contain a secret: see the output roleAssignmentCommands\.$/],
])("the commands for role assignments that others create %s", async (_, id, printed) => {
    const info = jest.spyOn(pulumi.log, "info").mockResolvedValue();
    await underMocks(async () => {
        const { roleAssignmentCommands } = new AksClusterIdentities("ids", {
            resourceGroupName: "group",
            roleAssignmentMode: RoleAssignmentMode.Skip,
            registries: [{ id }],
        });
        await valueIn(roleAssignmentCommands);
    });
    expect(info.mock.calls.map(([message]) => message)).toEqual([expect.stringMatching(printed)]);
});
