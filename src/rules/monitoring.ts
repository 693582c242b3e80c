import {
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
    type ManagedPrometheusArgs,
} from "../args";
import { isObject, oneOf } from "../values";
import { addonsOf, given } from "./places";
import type { Path, Place, Rule } from "./rule";
import { LOCATION } from "./verdicts";

const ENABLE = "https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable";
const AUTHENTICATION =
    "https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-authentication";

const { Legacy } = ContainerInsightsAuthentication;

/** Container insights and managed Prometheus: how they sign in, and where they collect. */
export const MONITORING_RULES: readonly Rule[] = [
    {
        code: "ContainerInsightsAuthentication",
        places: authentication,
        broken: (value) => !oneOf(ContainerInsightsAuthentication, value),
        rule: "the agent of Container insights signs in by ManagedIdentity or by Legacy authentication",
        fix: "Use one of the two, or leave it out for ManagedIdentity.",
        source: AUTHENTICATION,
    },
    {
        code: "LegacyContainerInsightsEnds",
        warning: true,
        places: authentication,
        broken: (value) => value === Legacy,
        rule: "legacy authentication of Container insights ends on 2026-09-30",
        fix: "Remove authentication and set workspaceLocation: the agent then signs in as the managed identity of the cluster, and needs no role.",
        source: AUTHENTICATION,
    },
    {
        code: "WorkspaceLocation",
        places: (args) =>
            collecting(args, ({ workspaceLocation }, path) => [
                { path: [...path, "workspaceLocation"], value: workspaceLocation },
            ]),
        broken: LOCATION.broken,
        rule: "data is collected by a rule in the region of its workspace",
        fix: "Pass the location property of the workspace.",
        source: ENABLE,
    },
    {
        code: "MonitoringNeedsManagedIdentity",
        asksOutputs: true,
        places: (args) =>
            collecting(args, (addon, path) => [
                { path, value: addon, beside: args.controlPlaneIdentity?.type },
            ]),
        broken: (_, type) => type === ControlPlaneIdentityType.ServicePrincipal,
        rule: "the agent signs in as the managed identity of the cluster, and this one has a service principal",
        fix: 'Use a managed identity; until then Container insights can have authentication "Legacy".',
        source: AUTHENTICATION,
    },
];

function authentication(args: ManagedIdentityAksClusterArgs): Place[] {
    const { containerInsights } = addonsOf(args);
    return given(["addons", "containerInsights", "authentication"], containerInsights?.authentication);
}

/** The places inside of add-ons whose agents act as the cluster, by a data collection rule. */
function collecting(
    args: ManagedIdentityAksClusterArgs,
    places: (addon: ContainerInsightsArgs | ManagedPrometheusArgs, path: Path) => Place[],
): Place[] {
    const { containerInsights, managedPrometheus } = addonsOf(args);
    return [
        ...(isObject(containerInsights) && containerInsights.authentication !== Legacy
            ? places(containerInsights, ["addons", "containerInsights"])
            : []),
        ...(isObject(managedPrometheus) ? places(managedPrometheus, ["addons", "managedPrometheus"]) : []),
    ];
}
