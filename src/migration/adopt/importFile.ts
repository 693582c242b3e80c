import { lastSegment, sameId } from "../../azure/resourceId";
import { isRecord, type Values } from "../../values";
import { withAzureNativeNames } from "../live/azureNativeNames";
import type { LiveRoleAssignment } from "../live/liveCluster";

/**
 * The file that `pulumi import --file` reads. A resource with `inputs` and `outputs` is taken into the state as it is
 * described here: since CLI 3.254 the provider is then not asked for it, so nothing is read and nothing is written.
 */
export interface ImportFile {
    nameTable?: Record<string, string>;
    resources: ImportedResource[];
}

export interface ImportedResource {
    type: string;
    name: string;
    /** Id in Azure; a component has none. */
    id?: string;
    parent?: string;
    version?: string;
    component?: boolean;
    inputs?: Values;
    outputs?: Values;
    [other: string]: unknown;
}

/** A resource as a preview of the adopting program registers it. */
export interface PreviewedResource {
    urn: string;
    type: string;
    inputs: Values;
}

/** What exists in Azure of what a component adopts, as JSON in any spelling. */
export interface AdoptedResources {
    cluster: object;
    pools: readonly object[];
    roleAssignments: readonly { read: LiveRoleAssignment; json: object }[];
}

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";
const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";
const COMPONENT = "managed-identity-aks:index:ManagedIdentityAksCluster";

/** What an engine shows of a value that a preview does not know. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The import file of a component and what it adopts, and the resources of the preview that do not exist yet. */
export function importFileOf(
    component: string,
    previewed: readonly PreviewedResource[],
    adopted: AdoptedResources,
): { file: ImportFile; created: string[] } {
    const resources: ImportedResource[] = [{ type: COMPONENT, name: component, component: true }];
    const created: string[] = [];
    for (const { urn, type, inputs } of previewed) {
        const name = urn.slice(urn.lastIndexOf("::") + 2);
        const existing = existingResource(type, inputs, adopted);
        if (existing === undefined) {
            created.push(name);
        } else {
            resources.push({ type, name, parent: component, ...existing });
        }
    }
    return { file: { resources }, created };
}

function existingResource(
    type: string,
    inputs: Values,
    adopted: AdoptedResources,
): Pick<ImportedResource, "id" | "inputs" | "outputs"> | undefined {
    switch (type) {
        case CLUSTER:
            return imported("ManagedCluster", inputs, adopted.cluster);
        case POOL: {
            const pool = adopted.pools.find((each) => Reflect.get(each, "name") === inputs.agentPoolName);
            return pool && imported("AgentPool", { ...inputs, resourceName: clusterName(adopted) }, pool);
        }
        case ROLE_ASSIGNMENT: {
            const found = adopted.roleAssignments.find(({ read }) => isOf(read, inputs));
            return found && importedAssignment(inputs, found);
        }
        default:
            return undefined;
    }
}

function clusterName({ cluster }: AdoptedResources): unknown {
    return Reflect.get(cluster, "name");
}

function imported(object: "ManagedCluster" | "AgentPool", inputs: Values, json: object) {
    const { values } = withAzureNativeNames(object, json);
    return {
        id: String(values.id),
        inputs: resolved(inputs, values),
        outputs: { ...values, azureApiVersion: inputs.azureApiVersion },
    };
}

function importedAssignment(inputs: Values, { read, json }: AdoptedResources["roleAssignments"][number]) {
    const { properties, ...envelope } = json as Values;
    const outputs: Values = { ...envelope, ...(isRecord(properties) && properties) };
    const { azureApiVersion } = inputs;
    return { id: read.id, inputs: resolved(inputs, outputs), outputs: { ...outputs, azureApiVersion } };
}

/** What a preview does not know yet, Azure shows. */
function resolved(inputs: Values, live: Values): Values {
    return Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, value === UNKNOWN_TEXT ? live[key] : value]),
    );
}

/** The assignment that a program has under its own name. */
function isOf({ id }: LiveRoleAssignment, { roleAssignmentName }: Values): boolean {
    return typeof roleAssignmentName === "string" && sameId(lastSegment(id), roleAssignmentName);
}
