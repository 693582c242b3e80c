import { pathParameters, resourceId } from "../../../local-azure/providers/azure-native/armPath";
import { rows } from "../../../local-azure/providers/azure-native/rows";
import { armId } from "../../../src/testing/armPath";

const SUBSCRIPTION = "00000000-0000-0000-0000-0000000000aa";
const SCOPE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/group`;

/** Inputs with a value for every part of a path. */
const inputsFor = (path: string) =>
    Object.fromEntries(
        pathParameters(path).map((name) => [name, ["scope", "resourceUri"].includes(name) ? SCOPE : `the-${name}`]),
    );

test.each(rows.map(({ token, path }) => [token, path]))("the id of a %s is that of Azure", (token, path) => {
    const inputs = inputsFor(path);
    const id = armId({ type: `azure-native:${token}`, name: "logical", inputs }, SUBSCRIPTION);
    // The identities' service spells one segment in its own way.
    const expected = resourceId(path, inputs, SUBSCRIPTION);
    const spelled = token.startsWith("managedidentity:")
        ? expected.replace("resourceGroups", "resourcegroups")
        : expected;
    expect(id).toBe(spelled);
});

test.each([
    ["azure-native:compute:DiskAccess", "Microsoft.Compute/diskAccesses"],
    ["azure-native:containerregistry:Registry", "Microsoft.ContainerRegistry/registries"],
    ["azure-native:network:NatGateway", "Microsoft.Network/natGateways"],
    ["azure-native:network:PublicIPPrefix", "Microsoft.Network/publicIPPrefixes"],
    ["azure-native:search:Service", "Microsoft.Search/services"],
])("a %s without a row or a name has its type and logical name", (type, azure) => {
    const id = armId({ type, name: "logical", inputs: { resourceGroupName: "group" } }, SUBSCRIPTION);
    expect(id).toBe(`/subscriptions/${SUBSCRIPTION}/resourceGroups/group/providers/${azure}/logical`);
});

test("a role assignment without a name has a GUID, another for another logical name", () => {
    const [one, again, other] = ["one", "one", "other"].map((name) =>
        armId({ type: "azure-native:authorization:RoleAssignment", name, inputs: { scope: SCOPE } }, SUBSCRIPTION),
    );
    expect(one).toMatch(/\/roleAssignments\/[0-9a-f-]{36}$/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
});
