import * as pulumi from "@pulumi/pulumi";
import { isKnown, promiseOf, resourcesOf } from "../../src/engine/sdk";
import { withOutputsInside } from "../../src/plugin/openInputs";

/** What the engine makes of a list or an object from Java: one output of the whole, which depends on resources. */

const CLUSTER = "ManagedIdentityAksCluster";

/** Resources of the program, whose ids are "id of NAME"; a preview does not know that of "new". */
const resources: Record<string, pulumi.Resource> = {};
class TestResource extends pulumi.CustomResource {}

/** As the SDK makes it of what the engine sends: outputs inside stay where they are. */
const OutputOfParts = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<unknown>;
const outputOf = (value: unknown, on: pulumi.Resource[], isKnown: boolean) =>
    new OutputOfParts(on, ...[value, isKnown, false].map((part) => Promise.resolve(part)));
const from = (value: unknown, ...names: string[]) =>
    outputOf(
        value,
        names.flatMap((name) => resources[name] ?? []),
        true,
    );
const unknown = () => outputOf(undefined, [], false);

beforeAll(async () => {
    await pulumi.runtime.setMocks({
        newResource: ({ name }) => ({ id: name === "new" ? undefined : `id of ${name}`, state: {} }),
        call: () => ({}),
    });
    for (const name of ["one", "two", "network", "other", "new"]) {
        resources[name] = new TestResource("test:index:Resource", name);
    }
});

/** Outputs as texts: their values and what they depend on. */
async function told(value: unknown): Promise<unknown> {
    if (pulumi.Output.isInstance(value)) {
        const urns = await Promise.all(resourcesOf(value).map(({ urn }) => promiseOf(urn)));
        const on = urns.map((urn) => urn.split("::").pop());
        const what = (await isKnown(value)) ? JSON.stringify(await told(await promiseOf(value))) : "unknown";
        return `${(await pulumi.isSecret(value)) ? "secret " : ""}${what} of ${on.join()}`;
    }
    if (Array.isArray(value)) {
        return Promise.all(value.map(told));
    }
    return Object(value) === value
        ? Object.fromEntries(
              await Promise.all(Object.entries(value as object).map(async ([key, each]) => [key, await told(each)])),
          )
        : value;
}

const opened = async (inputs: pulumi.Inputs) => told(await withOutputsInside(CLUSTER, inputs));

test.each<[title: string, inputs: () => pulumi.Inputs, told: object]>([
    [
        "each id is an output of its resource, what the component takes plain is plain",
        () => ({ registries: from([{ id: "id of one", name: "a" }, { id: "id of two" }], "two", "one") }),
        { registries: [{ id: '"id of one" of one', name: "a" }, { id: '"id of two" of two' }] },
    ],
    [
        "a value beside the id of the only resource is the program's own",
        () => ({ registries: from([{ id: "/subscriptions/central" }, { id: "id of one" }], "one") }),
        { registries: [{ id: "/subscriptions/central" }, { id: '"id of one" of one' }] },
    ],
    [
        "values that are made of resources depend on them",
        () => ({ systemNodePool: from({ vmSize: "D4", subnetId: "id of network/subnets/a" }, "network", "other") }),
        {
            systemNodePool: {
                vmSize: '"D4" of network,other',
                subnetId: '"id of network/subnets/a" of network,other',
            },
        },
    ],
    [
        "what a preview does not know depends on the resources whose ids are not there",
        () => ({ registries: from([{ id: unknown() }, { id: "id of one" }, { id: "/central" }], "new", "one") }),
        {
            registries: [{ id: "unknown of new" }, { id: '"id of one" of one' }, { id: "/central" }],
        },
    ],
    [
        "a secret stays one",
        () => ({
            controlPlaneIdentity: from(
                { servicePrincipal: { clientSecret: pulumi.secret("hush"), clientId: "a" } },
                "other",
            ),
        }),
        {
            controlPlaneIdentity: {
                servicePrincipal: { clientSecret: 'secret "hush" of other', clientId: '"a" of other' },
            },
        },
    ],
    [
        "an output where the component takes one, a value, a secret and what is not known are left alone",
        () => ({
            tags: from({ team: "shop" }, "one"),
            nodePools: [{ name: "work", subnetId: from("id of one", "one") }],
            registries: pulumi.secret([{ id: "id of one" }]),
            systemNodePool: unknown(),
        }),
        {
            tags: '{"team":"shop"} of one',
            nodePools: [{ name: "work", subnetId: '"id of one" of one' }],
            registries: 'secret [{"id":"id of one"}] of ',
            systemNodePool: "unknown of ",
        },
    ],
])("%s", async (_, inputs, expected) => {
    expect(await opened(inputs())).toEqual(expected);
});
