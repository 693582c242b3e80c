import type { Values } from "../../../src/values";

/** Small previews, written as Pulumi prints them. */

export const GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop";
export const CLUSTER_ID = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`;
export const SUBNET_ID = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
export const REGISTRY_ID = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/images`;
/** Placeholder of a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const SECRET = "[secret]";

const COMPONENT_TYPE = "managed-identity-aks:index:ManagedIdentityAksCluster";
const CLUSTER_TYPE = "azure-native:containerservice:ManagedCluster";
export const COMPONENT = `urn:pulumi:dev::shop::${COMPONENT_TYPE}::aks`;
export const CLUSTER = `urn:pulumi:dev::shop::${COMPONENT_TYPE}$${CLUSTER_TYPE}::aks-cluster`;
export const PLAIN_CLUSTER = `urn:pulumi:dev::shop::${CLUSTER_TYPE}::shop`;

/** URN of a resource below the component. */
const child = (type: string, name: string) => `urn:pulumi:dev::shop::${COMPONENT_TYPE}$azure-native:${type}::${name}`;
export const roleAssignment = (name: string) => child("authorization:RoleAssignment", name);
export const identityUrn = (name: string) => child("managedidentity:UserAssignedIdentity", name);
export const poolUrn = (name: string) => child("containerservice:AgentPool", `aks-pool-${name}`);

export const identityId = (name: string) =>
    `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const roleId = (guid: string) =>
    `/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
export const ACR_PULL = roleId("7f951dda-4ed3-4680-a7ca-43fe172d538d");
export const NETWORK_CONTRIBUTOR = roleId("4d97b98b-1d4f-4787-a291-c67834d212e7");

export interface State {
    inputs?: Values;
    outputs?: Values;
    id?: string;
    parent?: string;
    propertyDependencies?: Record<string, string[]>;
    dependencies?: string[];
    retainOnDelete?: boolean;
    delete?: boolean;
}

export interface Step {
    op: string;
    urn: string;
    old?: State;
    new?: State;
    /** Kinds by path. */
    differences?: Record<string, string>;
    diffReasons?: string[];
}

export interface Said {
    severity: string;
    message: string;
    urn?: string;
}

/** `pulumi preview --json`. */
export function document(steps: Step[], diagnostics: Said[] = [], more: Values = { duration: 1 }): string {
    const printed = steps.map(({ op, urn, old, new: desired, differences, diffReasons }) => ({
        op,
        urn,
        ...(old && { oldState: stateOf(urn, old) }),
        ...(desired && { newState: stateOf(urn, desired) }),
        ...(diffReasons && { diffReasons }),
        detailedDiff: differences ? each(differences, (kind) => ({ kind, inputDiff: true })) : null,
    }));
    return JSON.stringify({ steps: printed, diagnostics, ...more }, undefined, 4);
}

/** The same as a stream of events, which has no dependencies; a replacement is listed with its parts. */
export function events(steps: Step[], diagnostics: Said[] = []): string {
    const all: Values[] = [
        ...steps.flatMap(withParts).map(preEvent),
        ...diagnostics.map(({ message, ...said }) => ({
            diagnosticEvent: {
                ...said,
                prefix: `${said.severity}: `,
                message: `<{%reset%}>${message}<{%reset%}>`,
                color: "raw",
            },
        })),
        { summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: {} } },
        { cancelEvent: {} },
    ];
    return all.map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event })).join("\n");
}

function withParts(step: Step): Step[] {
    const { new: _, ...old } = step;
    return step.op === "replace"
        ? [{ ...step, op: "create-replacement" }, step, { ...old, op: "delete-replaced" }]
        : [step];
}

function preEvent({ op, urn, old, new: desired, differences, diffReasons }: Step): Values {
    const [, , types = ""] = urn.split("::");
    const withoutDependencies = ({ propertyDependencies, dependencies, ...state }: State) => stateOf(urn, state);
    return {
        resourcePreEvent: {
            metadata: {
                op,
                urn,
                type: types.split("$").at(-1),
                old: old ? withoutDependencies(old) : null,
                new: desired ? withoutDependencies(desired) : null,
                diffs: diffReasons,
                detailedDiff: differences ? each(differences, (diffKind) => ({ diffKind, inputDiff: true })) : null,
            },
            planning: true,
        },
    };
}

/** `pulumi stack export`. */
export function stackExport(resources: (State & { urn: string })[], pending: string[] = []): string {
    return JSON.stringify({
        version: 3,
        deployment: {
            resources: resources.map(({ urn, ...state }) => stateOf(urn, state)),
            pending_operations: pending.map((urn) => ({ type: "updating", resource: stateOf(urn, {}) })),
        },
    });
}

function stateOf(urn: string, state: State): Values {
    const [, , types = ""] = urn.split("::");
    const below = types.includes("$") ? { parent: COMPONENT } : {};
    return { urn, type: types.split("$").at(-1), custom: true, inputs: {}, outputs: {}, ...below, ...state };
}

function each<T>(values: Record<string, string>, change: (value: string) => T): Record<string, T> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
