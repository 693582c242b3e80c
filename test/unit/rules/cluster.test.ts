import * as pulumi from "@pulumi/pulumi";
import { ArgumentsError, ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../../src";
import { CLUSTERS } from "../../../src/rules/ruleSets";
import { validateClusterArgs } from "../../../src/rules/validate";
import { underMocks, valueIn } from "../mocks";
import {
    automatic,
    good,
    IDENTITY,
    insights,
    kubenet,
    type Loose,
    network,
    pod,
    pods,
    prometheus,
    REGISTRY,
    SUBNETS,
    servicePrincipal,
    VM,
    work,
    ZONE,
} from "./arguments";
import { PASSING } from "./passing";
import { REFUSED } from "./refused";
import { CHECKED_LATER, WARNED } from "./warned";

async function refusal(args: Loose): Promise<{ error: ArgumentsError; registered: number }> {
    const { resources, result } = await underMocks(() => {
        try {
            new ManagedIdentityAksCluster("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs);
            return undefined;
        } catch (error) {
            return error;
        }
    });
    if (!(result instanceof ArgumentsError)) {
        throw new Error(`not refused: ${String(result)}`);
    }
    return { error: result, registered: resources.length };
}

describe("refused before anything is registered", () => {
    test.each(REFUSED)("%s at %s", async (code, path, args) => {
        const { error, registered } = await refusal(args);
        expect(registered).toBe(0);
        // Rows that share a code differ in what to do.
        const rows = CLUSTERS.texts.filter((row) => row.code === code);
        const reported = error.errors.find(
            ({ propertyPath, reason }) => propertyPath === path && reason.includes(`(${code}`),
        );
        expect(reported?.reason).toContain(`${path} is `);
        expect(rows.filter(({ fix }) => reported?.reason.includes(fix))).not.toEqual([]);
        expect(rows.filter(({ source }) => reported?.reason.includes(source))).not.toEqual([]);
    });

    test("every rule has an example above, or one among the warnings and outputs below", () => {
        const examples = [...REFUSED, ...CHECKED_LATER, ...WARNED];
        expect([...new Set(CLUSTERS.texts.map(({ code }) => code))].sort()).toEqual(
            [...new Set(examples.map(([code]) => code))].sort(),
        );
    });

    test("all problems come in one error, in full", async () => {
        const { error } = await refusal({
            clusterName: "-aks",
            controlPlaneIdentity: { type: "SystemAssigned" },
            kubeletIdentity: { resourceId: IDENTITY },
        });
        expect(error.message).toBe(
            [
                'ManagedIdentityAksCluster "aks": 2 problems in its arguments.',
                `  - clusterName is "-aks": a cluster name must have 1 to 63 letters, digits, hyphens and underscores, and start and end with a letter or digit. Shorten it or use other characters, or leave it out for a generated name. (ClusterName; https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules)`,
                `  - kubeletIdentity.resourceId is "${IDENTITY}": your own kubelet identity requires a user-assigned control plane identity, and this control plane is system-assigned. Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity. (KubeletIdentityNeedsUserAssignedControlPlane, Azure: CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster; https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity)`,
            ].join("\n"),
        );
        expect(pulumi.RunError.isInstance(error)).toBe(true);
    });

    test.each([
        ["Key Vault Secret User", "Did you mean Key Vault Secrets User? "],
        ["KeyVaultSecretsUser", "Did you mean Key Vault Secrets User? "],
        ["key vault secrets reader", "Did you mean Key Vault Secrets User? "],
        ["Contributer", "Did you mean Contributor? "],
        ["Azure Kubernetes Service Cluster User", "Did you mean Azure Kubernetes Service Cluster User Role? "],
        ["Subnet Joiner", ""],
        ["K", ""],
    ])("a role that is called %s is refused with the one that was meant", async (role, hint) => {
        const { error } = await refusal({ networkAccess: { role } });
        expect(error.message).toBe(
            [
                'ManagedIdentityAksCluster "aks": 1 problem in its arguments.',
                `  - networkAccess.role is "${role}": a role must be the name of a built-in role, or the GUID or the full id of a role definition. ${hint}Pass a name such as "Key Vault Secrets User"; for a custom role, pass its GUID or its full id. (Role; https://learn.microsoft.com/azure/role-based-access-control/built-in-roles)`,
            ].join("\n"),
        );
    });

    test("an output inside of a value is named as such", async () => {
        const { error } = await refusal({
            ...servicePrincipal(),
            addons: { managedPrometheus: { ...prometheus, workspaceId: pulumi.output("id") } },
        });
        expect(error.message).toContain(
            'addons.managedPrometheus is {"workspaceId":"an output","workspaceLocation":"West Europe"}: the agent signs in',
        );
    });

    test("a client secret is not printed, however it was given", async () => {
        const { error } = await refusal(servicePrincipal({ clientId: "legacy", clientSecret: 4711_0815 }));
        expect(error.message).toContain(
            "controlPlaneIdentity.servicePrincipal.clientSecret is a secret value: a client secret must be a string",
        );
        expect(error.message).not.toContain("47110815");
    });

    test("arguments that are missing altogether", async () => {
        const { result } = await underMocks(() => {
            try {
                return new ManagedIdentityAksCluster("aks", undefined as unknown as ManagedIdentityAksClusterArgs);
            } catch (error) {
                return error;
            }
        });
        expect(result).toBeInstanceOf(ArgumentsError);
    });
});

describe("a legal near miss passes", () => {
    test.each(PASSING)("%s", async (_, args) => {
        const { resources } = await underMocks(
            () => new ManagedIdentityAksCluster("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs),
        );
        expect(resources.map(({ name }) => name)).toContain("aks-cluster");
    });
});

describe("warned of, not refused", () => {
    test.each<[string, Loose, string]>([
        ["kubenet", kubenet, 'network.networkPlugin is "kubenet": kubenet retires on 2028-03-31.'],
        [
            "Azure network policy manager",
            { network: { ...network, networkPolicy: "azure" } },
            'network.networkPolicy is "azure": Azure network policy manager retires on 2026-09-30 for Windows nodes',
        ],
        [
            "a property that azure-native would drop",
            { properties: { nodeResourcegroup: "nodes" } },
            'properties.nodeResourcegroup is "nodes": azure-native had no such property',
        ],
        [
            "legacy Container insights",
            {
                addons: {
                    containerInsights: { workspaceId: insights.workspaceId, authentication: "Legacy" },
                },
            },
            'addons.containerInsights.authentication is "Legacy": legacy authentication of Container insights ends on 2026-09-30.',
        ],
        [
            "pod identity",
            pods({ identities: [{ ...pod, identityResourceId: pulumi.output(IDENTITY) }] }),
            'addons.podIdentity is {"identities":[{"name":"app","namespace":"shop","identityResourceId":"an output"}]}: aad-pod-identity is out of support since September 2025. Move its apps to workload identities (AksWorkloadIdentity), then remove podIdentity.',
        ],
        [
            "application routing",
            { addons: { applicationRouting: {} } },
            "addons.applicationRouting is {}: application routing with NGINX gets no security patches after November 2026.",
        ],
    ])("%s", async (_, args, message) => {
        const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
        try {
            const { resources } = await underMocks(
                () =>
                    new ManagedIdentityAksCluster("aks", {
                        ...good,
                        ...args,
                    } as ManagedIdentityAksClusterArgs),
            );
            expect(resources.map(({ name }) => name)).toContain("aks-cluster");
            expect(warn.mock.calls.map(([text]) => text)).toEqual([
                expect.stringContaining(`ManagedIdentityAksCluster "aks": ${message}`),
            ]);
        } finally {
            warn.mockRestore();
        }
    });
});

test("ingresses' vaults with the Key Vault add-on are warned of for the end of application routing alone", async () => {
    const vault = REGISTRY.replace("ContainerRegistry/registries", "KeyVault/vaults");
    const warnings = async (beside: Loose) => {
        const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
        try {
            await underMocks(() =>
                validateClusterArgs("aks", {
                    ...good,
                    ...beside,
                    addons: { applicationRouting: { keyVaultIds: [vault] }, ...(beside.addons ?? {}) },
                } as ManagedIdentityAksClusterArgs),
            );
            return warn.mock.calls.map(([text]) => /\((\w+);/.exec(String(text))?.[1]);
        } finally {
            warn.mockRestore();
        }
    };
    expect(await warnings({ addons: { keyVaultSecrets: {} } })).toEqual(["ApplicationRoutingEnds"]);
    expect(await warnings({ ...automatic })).toEqual(["ApplicationRoutingEnds"]);
});

describe("an output is checked when its value is known", () => {
    const checked = (args: Loose) =>
        valueIn(validateClusterArgs("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs));

    test("a bad one fails what waits for the check", async () => {
        await expect(checked({ clusterName: pulumi.output("-aks") })).rejects.toThrow(
            `clusterName is "-aks": a cluster name must have 1 to 63 letters`,
        );
    });

    test("a good one passes, and adds no resource to wait for", async () => {
        await expect(checked({ clusterName: pulumi.output("aks") })).resolves.toEqual([]);
    });

    test("the problems of all come in one error", async () => {
        const refused = checked({ clusterName: pulumi.output("-aks"), dnsPrefix: pulumi.output("-aks") });
        await expect(refused).rejects.toThrow('ManagedIdentityAksCluster "aks": 2 problems in its arguments.');
    });

    test("one that a preview does not know breaks no rule, and hides no other", async () => {
        const unknown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
        await expect(checked({ clusterName: unknown, dnsPrefix: unknown })).resolves.toEqual([]);
        await expect(checked({ clusterName: unknown, dnsPrefix: pulumi.output("-aks") })).rejects.toThrow(
            'dnsPrefix is "-aks"',
        );
    });

    test("one that fails is left to the resource that it is an input of", async () => {
        const failed = pulumi.output(Promise.reject(new Error("failed"))) as pulumi.Output<string>;
        await expect(valueIn(failed)).rejects.toThrow("failed");
        await expect(checked({ clusterName: failed })).resolves.toEqual([]);
    });

    test("one that is compared with another", async () => {
        const given = { ...network, serviceCidr: pulumi.output("10.97.0.0/16") };
        await expect(checked({ network: given })).rejects.toThrow('network.dnsServiceIP is "10.96.0.10"');
    });

    test("an entry of a list is named by its place", async () => {
        const pool = { vmSize: VM, availabilityZones: pulumi.output(["1", "west"]) };
        await expect(checked({ systemNodePool: pool })).rejects.toThrow(
            'systemNodePool.availabilityZones[1] is "west"',
        );
    });

    test("the mode of node auto-provisioning, of a profile that is an output", async () => {
        const refused = checked({
            ...servicePrincipal(),
            properties: { nodeProvisioningProfile: pulumi.output({ mode: "Auto" }) },
        });
        await expect(refused).rejects.toThrow(
            'properties.nodeProvisioningProfile is {"mode":"Auto"}: node auto-provisioning requires a managed identity',
        );
    });

    test("a zone that turns out to be of another region", async () => {
        const refused = checked({
            location: "northeurope",
            apiServer: { privateCluster: true, privateDNSZone: pulumi.output(ZONE) },
        });
        await expect(refused).rejects.toThrow("(PrivateDNSZoneOfRegion;");
    });

    test("workload identity and the issuer", async () => {
        await expect(checked({ workloadIdentity: true, oidcIssuer: pulumi.output(false) })).rejects.toThrow(
            "workloadIdentity is true: workload identity requires the OIDC issuer",
        );
    });

    test("an API server in the subnet of the nodes, behind two outputs", async () => {
        const refused = checked({
            systemNodePool: { vmSize: VM, subnetId: pulumi.output(`${SUBNETS}/one`) },
            apiServer: { subnetId: pulumi.output(`${SUBNETS}/ONE`) },
        });
        await expect(refused).rejects.toThrow("(ApiServerSubnetIsItsOwn;");
    });

    test("one output in two pools is one input", async () => {
        const subnetId = pulumi.output(`${SUBNETS}/one`);
        const taken = checked({
            systemNodePool: { vmSize: VM, subnetId },
            nodePools: [{ ...work, subnetId }],
        });
        await expect(taken).resolves.toEqual([]);
    });

    test("a secret value is not printed", async () => {
        const refused = checked({ clusterName: pulumi.secret("-hush-hush-") });
        await expect(refused).rejects.toThrow("clusterName is a secret value: a cluster name must have");
        await expect(refused).rejects.not.toThrow("hush");
    });
});
