import { LOCATION } from "./common";
import { rules } from "./rule";
import { isSet } from "./settings";

const ENABLE = "https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable";
const AUTHENTICATION = "https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-authentication";

const MANAGED_IDENTITY = [undefined, "ManagedIdentity"];

/** Container insights and managed Prometheus: how they sign in, and where they collect. */
export const MONITORING_RULES = rules(AUTHENTICATION, {
    LegacyContainerInsightsEnds: {
        warning: true,
        when: { "addons.containerInsights.authentication": "Legacy" },
        message: "legacy authentication of Container insights ends on 2026-09-30",
        fix: "Remove authentication and set workspaceLocation: the agent then signs in as the managed identity of the cluster, and needs no role.",
    },
    WorkspaceLocation: {
        inputs: ["containerInsights", "managedPrometheus"].map((addon) => `addons.${addon}.workspaceLocation`),
        accepts: LOCATION,
        when: {
            "addons.containerInsights.workspaceLocation": undefined,
            "addons.containerInsights.authentication": MANAGED_IDENTITY,
            "addons.containerInsights": isSet,
        },
        message: "data is collected by a rule in the region of its workspace",
        fix: "Pass the location property of the workspace.",
        source: ENABLE,
    },
    MonitoringNeedsManagedIdentity: {
        when: [
            {
                "addons.containerInsights": isSet,
                "addons.containerInsights.authentication": MANAGED_IDENTITY,
                "controlPlaneIdentity.type": "ServicePrincipal",
            },
            { "addons.managedPrometheus": isSet, "controlPlaneIdentity.type": "ServicePrincipal" },
        ],
        message: "the agent signs in as the managed identity of the cluster, and this one has a service principal",
        fix: 'Use a managed identity; until then Container insights can have authentication "Legacy".',
    },
});
