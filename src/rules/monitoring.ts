import { rules } from "../validation/rule";
import { isSet, SERVICE_PRINCIPAL } from "../validation/settings";
import { LOCATION } from "./common";

const MANAGED_IDENTITY = [undefined, "ManagedIdentity"];

/** Container insights and managed Prometheus: how they sign in, and where they collect. */
export const MONITORING_RULES = rules("azure-monitor/containers/container-insights-authentication", {
    LegacyContainerInsightsEnds: {
        warning: true,
        when: { "addons.containerInsights.authentication": "Legacy" },
        message: "legacy authentication of Container insights ends on 2026-09-30",
        fix: "Remove authentication and set workspaceLocation. The agent then signs in with the managed identity of the cluster and needs no role.",
    },
    WorkspaceLocation: {
        inputs: ["containerInsights", "managedPrometheus"].map((addon) => `addons.${addon}.workspaceLocation`),
        accepts: LOCATION,
        when: {
            "addons.containerInsights.workspaceLocation": undefined,
            "addons.containerInsights.authentication": MANAGED_IDENTITY,
            "addons.containerInsights": isSet,
        },
        message: "this must be the region of the workspace, because the data collection rule is created there",
        fix: "Pass the property location of the workspace.",
        source: "azure-monitor/containers/kubernetes-monitoring-enable",
    },
    MonitoringNeedsManagedIdentity: {
        when: [
            {
                "addons.containerInsights": isSet,
                "addons.containerInsights.authentication": MANAGED_IDENTITY,
                ...SERVICE_PRINCIPAL,
            },
            { "addons.managedPrometheus": isSet, ...SERVICE_PRINCIPAL },
        ],
        message: "the agent signs in with a managed identity, and this cluster has a service principal",
        fix: 'Use a managed identity. Until then, Container insights can use authentication "Legacy".',
    },
});
