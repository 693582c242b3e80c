import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AddonsArgs } from "../../src";
import { addonArgs } from "../../src/cluster/addonArgs";
import { ADDON_IDENTITIES } from "../../src/grants/grant";
import { declaredInputs, typeOf } from "../../src/validation/schema";

describe("what is sent of add-ons", () => {
    test("nothing, where the program says nothing of them", () => {
        expect(addonArgs({})).toEqual({});
    });

    test("nothing, where none is given: others may have turned theirs on", () => {
        expect(addonArgs({ addons: {} })).toEqual({});
    });

    test("a switch that is off", () => {
        expect(addonArgs({ addons: { azurePolicy: false, costAnalysis: false } })).toEqual({
            addonProfiles: { azurepolicy: { enabled: false } },
            metricsProfile: { costAnalysis: { enabled: false } },
        });
    });

    const given: [keyof AddonsArgs, AddonsArgs, object][] = [
        ["azurePolicy", { azurePolicy: true }, { azurepolicy: { enabled: true } }],
        [
            "containerInsights",
            { containerInsights: { workspaceId: "logs", workspaceLocation: "westeurope" } },
            {
                omsagent: {
                    enabled: true,
                    config: { logAnalyticsWorkspaceResourceID: "logs", useAADAuth: "true" },
                },
            },
        ],
        [
            "containerInsights",
            { containerInsights: { workspaceId: "logs", authentication: "Legacy" } },
            {
                omsagent: {
                    enabled: true,
                    config: { logAnalyticsWorkspaceResourceID: "logs", useAADAuth: "false" },
                },
            },
        ],
        [
            "keyVaultSecrets",
            { keyVaultSecrets: { rotationPollInterval: "2m" } },
            {
                azureKeyvaultSecretsProvider: {
                    enabled: true,
                    config: { enableSecretRotation: "false", rotationPollInterval: "2m" },
                },
            },
        ],
        [
            "applicationGateway",
            { applicationGateway: { gatewayId: "gateway", subnetId: "subnet" } },
            { ingressApplicationGateway: { enabled: true, config: { applicationGatewayId: "gateway" } } },
        ],
        [
            "virtualNode",
            { virtualNode: { subnetId: "network/subnets/aci" } },
            { aciConnectorLinux: { enabled: true, config: { SubnetName: "aci" } } },
        ],
    ];

    test.each(given)("%s is on, and nothing is said of the others", (_, addons, profiles) => {
        expect(addonArgs({ addons })).toEqual({ addonProfiles: profiles });
    });

    test("managed Prometheus sends its lists, or empty lists", () => {
        const prometheus = { workspaceId: "metrics", workspaceLocation: "westeurope" };
        const metricLabelsAllowlist = "pods=[app]";
        const sent = (addons: AddonsArgs) => addonArgs({ addons }).azureMonitorProfile;
        expect(sent({ managedPrometheus: prometheus })).toEqual({
            metrics: {
                enabled: true,
                kubeStateMetrics: { metricAnnotationsAllowList: "", metricLabelsAllowlist: "" },
            },
        });
        expect(sent({ managedPrometheus: { ...prometheus, metricLabelsAllowlist } })).toMatchObject({
            metrics: { kubeStateMetrics: { metricAnnotationsAllowList: "", metricLabelsAllowlist } },
        });
    });
});

describe("docs/add-ons.md", () => {
    const page = readFileSync(join(__dirname, "../../docs/add-ons.md"), "utf8");

    const addons = typeOf(declaredInputs("ManagedIdentityAksCluster").addons ?? {})?.properties ?? {};
    test.each(Object.keys(addons))("has the input %s", (key) => {
        expect(page).toMatch(new RegExp(`^- .*\\(?\`addons\\.${key}\``, "m"));
    });

    test.each(ADDON_IDENTITIES)("says what has the identity %s", (key) => {
        expect(page).toMatch(new RegExp(`^- Identity: \`${key}\`$`, "m"));
    });
});
