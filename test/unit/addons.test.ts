import type { AddonsArgs } from "../../src";
import { addonArgs } from "../../src/cluster/addons";

describe("what is sent of add-ons", () => {
    test("nothing, where the program says nothing of them", () => {
        expect(addonArgs(undefined)).toEqual({});
    });

    test("all as off, where none is given: AKS leaves on what an update does not name", () => {
        expect(addonArgs({})).toEqual({
            addonProfiles: {
                azurepolicy: { enabled: false },
                omsagent: { enabled: false },
                azureKeyvaultSecretsProvider: { enabled: false },
                ingressApplicationGateway: { enabled: false },
                aciConnectorLinux: { enabled: false },
            },
            ingressProfile: { webAppRouting: { enabled: false } },
            metricsProfile: { costAnalysis: { enabled: false } },
        });
    });

    const given: [keyof AddonsArgs, AddonsArgs, object][] = [
        ["azurePolicy", { azurePolicy: true }, { azurepolicy: { enabled: true } }],
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
            { virtualNode: { subnetName: "aci" } },
            { aciConnectorLinux: { enabled: true, config: { SubnetName: "aci" } } },
        ],
    ];

    test.each(given)("%s is on, and what is not given beside it is off", (_, addons, profiles) => {
        const off = addonArgs({}).addonProfiles;
        expect(addonArgs(addons).addonProfiles).toEqual({ ...off, ...profiles });
    });
});
