import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../../src";
import { hostNames } from "../../src/hostNames";
import type { ClusterOutputs, ReadCluster } from "../../src/identities/clusterReader";
import { valueIn } from "./mocks";

const PUBLIC: ClusterOutputs = { fqdn: "public" };
const PRIVATE: ClusterOutputs = {
    fqdn: "public",
    privateFQDN: "private",
    apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: true },
};
const HIDDEN: ClusterOutputs = {
    privateFQDN: "private",
    apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false },
};
const withoutPublicName: Args = {
    properties: { apiServerAccessProfile: { enablePrivateClusterPublicFQDN: false } },
};

type Args = Partial<ManagedIdentityAksClusterArgs>;

/** What the living cluster tells, or nothing where an update is about to change it. */
async function known(living: ClusterOutputs, args: Args): Promise<object | "after the update"> {
    const reader: ReadCluster = <T>(read: (shown: ClusterOutputs) => T | undefined) =>
        pulumi.output(read(living) ?? "after the update") as unknown as pulumi.Output<T>;
    return valueIn(hostNames({ resourceGroupName: "group", systemNodePool: { vmSize: "" }, ...args }, reader));
}

const both = { fqdn: "public", privateFQDN: "private" };
test.each<[string, ClusterOutputs, Args, object | "after the update"]>([
    ["a public cluster", PUBLIC, {}, { fqdn: "public" }],
    ["one that the program says is public", PUBLIC, { apiServer: { privateCluster: false } }, { fqdn: "public" }],
    ["one that becomes private", PUBLIC, { apiServer: { privateCluster: true } }, "after the update"],
    ["a private cluster", PRIVATE, { apiServer: { privateCluster: pulumi.output(true) } }, both],
    ["one of which the program says nothing", PRIVATE, {}, both],
    ["one that becomes public", PRIVATE, { apiServer: { privateCluster: false } }, "after the update"],
    ["one that loses its public name", PRIVATE, withoutPublicName, "after the update"],
    ["one without a public name", HIDDEN, withoutPublicName, { privateFQDN: "private" }],
    [
        "one that gets its public name",
        HIDDEN,
        { properties: { apiServerAccessProfile: { enablePrivateClusterPublicFQDN: true } } },
        "after the update",
    ],
])("names of %s", async (_, living, args, expected) => {
    expect(await known(living, args)).toEqual(expected);
});
