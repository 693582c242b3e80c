import * as pulumi from "@pulumi/pulumi";
import { lastSegment } from "../../src/azure/resourceId";
import { type AzureMocksOptions, type MockedResource, setAzureMocks, valueIn } from "../../src/testing";
import type { Values } from "../../src/values";

export { valueIn };

export const SUBSCRIPTION = "00000000-0000-0000-0000-0000000000aa";

export type Registered = MockedResource;

/** Ids of principals that a reader can tell apart. */
const principalOf = (name: string) => ({ clientId: `client-of-${name}`, principalId: `principal-of-${name}` });
const identityOf = (name: string) => ({
    resourceId: `/made/by/aks/${name}`,
    clientId: `client-of-${name}`,
    objectId: `principal-of-${name}`,
});

/**
 * Runs a program under mocks and gives back what it registered, in order, and its result; `answers` to functions, by their
 * tokens, come before the usual ones.
 */
export async function underMocks<T>(
    program: () => T | Promise<T>,
    answers: AzureMocksOptions["calls"] = {},
): Promise<{ resources: MockedResource[]; result: T }> {
    const { resources } = await setAzureMocks({
        subscriptionId: SUBSCRIPTION,
        tenantId: "tenant",
        resources: {
            "azure-native:managedidentity:UserAssignedIdentity": (_, { id }) => ({
                state: principalOf(lastSegment(id)),
            }),
            "azure-native:containerservice:ManagedCluster": ({ inputs }, { state }) => ({
                state: clusterState(inputs, state),
            }),
        },
        calls: {
            "azuread:index/getServicePrincipal:getServicePrincipal": ({ clientId }) => ({
                objectId: `principal-of-${clientId}`,
            }),
            "azuread:index/getGroup:getGroup": ({ displayName }) => ({ objectId: `object-of-${displayName}` }),
            "azure-native:containerservice:listManagedClusterUserCredentials": ({ format }) => {
                const kubeconfig = format === "exec" ? "command: kubelogin" : "apiVersion: v1";
                return { kubeconfigs: [{ name: "clusterUser", value: Buffer.from(kubeconfig).toString("base64") }] };
            },
            ...answers,
        },
    });
    const result = await program();
    await pulumi.runtime.disconnect();
    return { resources, result };
}

/** The resource of this name; its absence is an error of the test. */
export function find(resources: Registered[], name: string): Registered {
    const found = resources.find((resource) => resource.name === name);
    if (found === undefined) {
        throw new Error(`no resource "${name}" among ${resources.map((resource) => resource.name).join(", ")}`);
    }
    return found;
}

/** A cluster with a name that is not the program's, unless it has one, and with identities that a reader can tell apart. */
function clusterState(
    { identityProfile, resourceName }: Values,
    { addonProfiles, oidcIssuerProfile, identity }: Values,
): Values {
    const addons: Record<string, { identity?: object }> = Object(addonProfiles);
    return {
        name: resourceName ?? "cluster-in-azure",
        addonProfiles: Object.fromEntries(
            Object.entries(addons).map(([key, addon]) => [
                key,
                addon.identity ? { ...addon, identity: identityOf(key) } : addon,
            ]),
        ),
        oidcIssuerProfile: oidcIssuerProfile && {
            enabled: true,
            issuerURL: "https://issuer.example/tenant/cluster/",
        },
        identity: identity && { ...identity, principalId: "principal-of-system", tenantId: "tenant" },
        identityProfile: identityProfile ?? { kubeletidentity: identityOf("kubelet-by-aks") },
    };
}
