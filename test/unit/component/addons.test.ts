import { ContainerInsightsAuthentication, ControlPlaneIdentityType } from "../../../src";
import { find, SUBSCRIPTION } from "../mocks";
import { assignments, base, deploy, EXISTING, NETWORK, PROVIDERS, SYSTEM_SUBNET } from "./deploy";

test("an add-on of a legacy cluster acts as the service principal, which has no identity of the add-on", async () => {
    const clientId = "0c1d2e3f-4a5b-4c6d-8e7f-901a2b3c4d5e";
    const vault = NETWORK.replace("Microsoft.Network/virtualNetworks/vnet", "Microsoft.KeyVault/vaults/secrets");
    const { resources } = await deploy({
        controlPlaneIdentity: {
            type: ControlPlaneIdentityType.ServicePrincipal,
            servicePrincipal: { clientId, clientSecret: "hush" },
        },
        addons: { keyVaultSecrets: { vaults: [{ id: vault }] } },
    });
    expect(find(resources, "aks-service-principal-secrets-secrets-secrets-user").inputs).toMatchObject({
        scope: vault,
        principalId: `principal-of-${clientId}`,
    });
});

test.each([
    ["the own network", { subnetId: SYSTEM_SUBNET }, [NETWORK]],
    ["AKS's network", {}, []],
])("a subnet for a gateway in %s is granted on %j", async (_, nodes, scopes) => {
    const { resources } = await deploy({
        systemNodePool: { ...base.systemNodePool, subnetId: undefined, ...nodes },
        addons: { applicationGateway: { subnetCidr: "10.225.0.0/24" } },
    });
    expect(find(resources, "aks-cluster").inputs.addonProfiles as Record<string, unknown>).toMatchObject({
        ingressApplicationGateway: { enabled: true, config: { subnetCIDR: "10.225.0.0/24" } },
    });
    const ofGateway = assignments(resources).filter(
        ({ inputs }) => inputs.principalId === "principal-of-ingressApplicationGateway",
    );
    expect(ofGateway.map(({ inputs }) => inputs.scope)).toEqual(scopes);
});

describe("monitoring", () => {
    const workspaceId = `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`;
    const monitoring = (resources: Awaited<ReturnType<typeof deploy>>["resources"]) =>
        resources
            .filter(({ type }) => type.startsWith("azure-native:monitor:"))
            .map(({ type, name, inputs }) => [type.split(":").pop(), name, inputs.location]);

    test("Container insights collects by a rule, in the region of its workspace, and is granted nothing", async () => {
        const { resources, outputs } = await deploy({
            addons: { containerInsights: { workspaceId, workspaceLocation: "westeurope" } },
        });
        expect(monitoring(resources)).toEqual([
            ["DataCollectionRule", "aks-container-insights", "westeurope"],
            ["DataCollectionRuleAssociation", "aks-container-insights", undefined],
        ]);
        expect(outputs.addonIdentities).toEqual({});
        expect(outputs.roleAssignments.map(({ identity }) => identity)).toEqual(["controlPlane", "controlPlane"]);
    });

    const legacy = { workspaceId, authentication: ContainerInsightsAuthentication.Legacy };

    test("legacy Container insights has an identity that publishes metrics of the cluster, and no rule", async () => {
        const { resources, outputs } = await deploy({ addons: { containerInsights: legacy } });
        expect(monitoring(resources)).toEqual([]);
        expect(outputs.addonIdentities).toEqual({
            omsagent: {
                resourceId: "/made/by/aks/omsagent",
                clientId: "client-of-omsagent",
                principalId: "principal-of-omsagent",
            },
        });
        expect(outputs.roleAssignments.at(-1)).toMatchObject({
            identity: "omsagent",
            principalId: "principal-of-omsagent",
            role: "Monitoring Metrics Publisher",
            scope: outputs.clusterId,
            when: "after-cluster",
        });
        expect(find(resources, "aks-container-insights-metrics-publisher").dependsOn).toContain("aks-cluster");
    });

    test("on a legacy cluster the service principal publishes them", async () => {
        const clientId = "0c1d2e3f-4a5b-4c6d-8e7f-901a2b3c4d5e";
        const { outputs } = await deploy({
            controlPlaneIdentity: {
                type: ControlPlaneIdentityType.ServicePrincipal,
                servicePrincipal: { clientId, clientSecret: "hush" },
            },
            addons: { containerInsights: legacy },
        });
        expect(outputs.roleAssignments.at(-1)).toMatchObject({
            principalId: `principal-of-${clientId}`,
            role: "Monitoring Metrics Publisher",
            scope: outputs.clusterId,
        });
    });

    test("managed Prometheus collects by an endpoint and a rule, both in the region of its workspace", async () => {
        const account = `${PROVIDERS}/Microsoft.Monitor/accounts/metrics`;
        const { resources } = await deploy({
            addons: { managedPrometheus: { workspaceId: account, workspaceLocation: "northeurope" } },
        });
        expect(monitoring(resources)).toEqual([
            ["DataCollectionEndpoint", "aks-prometheus", "northeurope"],
            ["DataCollectionRule", "aks-prometheus", "northeurope"],
            ["DataCollectionRuleAssociation", "aks-prometheus", undefined],
        ]);
        const rule = resources.find(({ type }) => type === "azure-native:monitor:DataCollectionRule");
        expect(rule?.inputs).toMatchObject({
            dataCollectionEndpointId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/group/providers/Microsoft.Insights/dataCollectionEndpoints/aks-prometheus`,
            destinations: { monitoringAccounts: [{ accountResourceId: account }] },
        });
        expect(
            assignments(resources)
                .map(({ name }) => name)
                .sort(),
        ).toEqual(["aks-kubelet-managed-identity-operator", "aks-system-subnet-network-contributor"]);
    });
});

describe("pod identities", () => {
    test("are looked up and granted, and the pods of AKS are excepted beside the program's own", async () => {
        const proxy = { name: "proxy", namespace: "edge", podLabels: { app: "proxy" } };
        const { resources } = await deploy({
            addons: {
                podIdentity: {
                    identities: [{ name: "app", namespace: "shop", identityResourceId: `${EXISTING}/app` }],
                    exceptions: [proxy],
                },
            },
        });
        const cluster = find(resources, "aks-cluster");
        expect(cluster.inputs.podIdentityProfile).toEqual({
            enabled: true,
            userAssignedIdentities: [
                {
                    name: "app",
                    namespace: "shop",
                    identity: {
                        resourceId: `${EXISTING}/app`,
                        clientId: "client-of-app",
                        objectId: "principal-of-app",
                    },
                },
            ],
            userAssignedIdentityExceptions: [
                {
                    name: "aks-system-pods",
                    namespace: "kube-system",
                    podLabels: { "kubernetes.azure.com/managedby": "aks" },
                },
                proxy,
            ],
        });
        expect(find(resources, "aks-pod-identity-app-operator").inputs).toMatchObject({
            scope: `${EXISTING}/app`,
            principalId: "principal-of-aks-control-plane",
        });
        expect(cluster.dependsOn).toContain("aks-pod-identity-app-operator");
    });

    test("need no more than to be on", async () => {
        const { resources } = await deploy({ addons: { podIdentity: {} } });
        expect(find(resources, "aks-cluster").inputs.podIdentityProfile).toMatchObject({
            enabled: true,
            userAssignedIdentities: [],
            userAssignedIdentityExceptions: [{ namespace: "kube-system" }],
        });
    });
});
