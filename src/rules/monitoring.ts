import { matches } from "../values";
import { LOCATION } from "./common";
import { type Format, isSet, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const ENABLE = "https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable";
const AUTHENTICATION = "https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-authentication";

const WORKSPACE_LOCATION: Format = {
    code: "WorkspaceLocation",
    inputs: ["addons.containerInsights.workspaceLocation", "addons.managedPrometheus.workspaceLocation"],
    accepts: (location) => matches(LOCATION, location),
    message: "data is collected by a rule in the region of its workspace",
    fix: "Pass the location property of the workspace.",
    source: ENABLE,
};

const NEEDS_MANAGED_IDENTITY = {
    code: "MonitoringNeedsManagedIdentity",
    message: "the agent signs in as the managed identity of the cluster, and this one has a service principal",
    fix: 'Use a managed identity; until then Container insights can have authentication "Legacy".',
    source: AUTHENTICATION,
};

export const MONITORING_FORMATS: readonly Format[] = [
    {
        code: "ContainerInsightsAuthentication",
        inputs: ["addons.containerInsights.authentication"],
        message: "the agent of Container insights signs in by ManagedIdentity or by Legacy authentication",
        fix: "Use one of the two, or leave it out for ManagedIdentity.",
        source: AUTHENTICATION,
    },
    WORKSPACE_LOCATION,
];

/** Container insights and managed Prometheus: how they sign in, and where they collect. */
export const MONITORING_RULES: readonly Rule[] = [
    {
        code: "LegacyContainerInsightsEnds",
        warning: true,
        validate: together({ "addons.containerInsights.authentication": "Legacy" }),
        message: "legacy authentication of Container insights ends on 2026-09-30",
        fix: "Remove authentication and set workspaceLocation: the agent then signs in as the managed identity of the cluster, and needs no role.",
        source: AUTHENTICATION,
    },
    {
        ...WORKSPACE_LOCATION,
        validate: ({ addons }) => {
            const { authentication, workspaceLocation } = addons?.containerInsights ?? {};
            return when(
                isSet(addons?.containerInsights) && authentication !== "Legacy" && !isSet(workspaceLocation),
                "addons.containerInsights.workspaceLocation",
            );
        },
    },
    {
        ...NEEDS_MANAGED_IDENTITY,
        validate: together({
            "addons.containerInsights": GIVEN,
            "addons.containerInsights.authentication": [undefined, "ManagedIdentity"],
            "controlPlaneIdentity.type": "ServicePrincipal",
        }),
    },
    {
        ...NEEDS_MANAGED_IDENTITY,
        validate: together({
            "addons.managedPrometheus": GIVEN,
            "controlPlaneIdentity.type": "ServicePrincipal",
        }),
    },
];
