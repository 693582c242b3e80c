import { lastSegment, sameId } from "../../azure/resourceId";
import { isRecord, UNKNOWN, type Values } from "../../values";
import { withAzureNativeNames } from "../live/azureNativeNames";
import { listIn } from "../live/liveCluster";
import type { Preview, PreviewedResource } from "../preview/preview";
import { SECRET } from "../preview/resource";
import { InvalidInputError } from "../report";

/**
 * The file that `pulumi import --file` reads. A resource with `inputs` and `outputs` is taken into the state as it is
 * described here: since CLI 3.254 the provider is then not asked for it, so nothing is read and nothing is written.
 */
export interface ImportFile {
    resources: ImportedResource[];
}

interface ImportedResource {
    type: string;
    /** Logical name. */
    name: string;
    /** Id in Azure; a component has none. */
    id?: string;
    /** Logical name of the component. */
    parent?: string;
    component?: boolean;
    inputs?: Values;
    outputs?: Values;
}

/** What exists in Azure of what a component adopts, as JSON in any spelling. */
export interface AdoptedResources {
    cluster: object;
    /** Its pools as resources of their own, with their ids. */
    pools: unknown;
    roleAssignments: unknown;
}

const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";
/** Of azure-native 3; clusters and pools are always updated, by what azure-native adds to their inputs. */
const ROLE_ASSIGNMENT_API_VERSION = "2022-04-01";
const COMPONENT = "managed-identity-aks:index:ManagedIdentityAksCluster";

/** How the resources below the component are found in Azure. */
const ADOPTED: Record<string, (inputs: Values, adopted: Found) => Existing | undefined> = {
    "azure-native:containerservice:ManagedCluster": (inputs, { cluster }) =>
        existing("ManagedCluster", inputs, cluster),
    "azure-native:containerservice:AgentPool": (inputs, { cluster, pools }) => {
        const pool = pools.find((each) => Reflect.get(each, "name") === inputs.agentPoolName);
        return pool && existing("AgentPool", { ...inputs, resourceName: Reflect.get(cluster, "name") }, pool);
    },
    [ROLE_ASSIGNMENT]: (inputs, { roleAssignments }) => {
        const name = inputs.roleAssignmentName;
        const found = roleAssignments.find(
            (each) => typeof name === "string" && sameId(lastSegment(String(Reflect.get(each, "id"))), name),
        );
        return found && existingRoleAssignment(inputs, found);
    },
};

interface Found {
    cluster: object;
    pools: object[];
    roleAssignments: object[];
}

type Existing = Required<Pick<ImportedResource, "id" | "inputs" | "outputs">>;

/**
 * The import file of a component and of what it adopts, from a preview of the program; `created` are the logical names of
 * resources that do not exist, which the next `pulumi up` creates.
 *
 * @throws InvalidInputError if the preview has no such component, or if a resource has a secret, which no file may hold.
 */
export function importFileOf(
    component: string,
    preview: Preview,
    { cluster, pools, roleAssignments }: AdoptedResources,
): { file: ImportFile; created: string[] } {
    const children = childrenOf(component, preview);
    const found: Found = { cluster, pools: listIn(pools), roleAssignments: listIn(roleAssignments) };
    const resources: ImportedResource[] = [{ type: COMPONENT, name: component, component: true }];
    const created: string[] = [];
    for (const { urn, type, inputs: previewed } of children) {
        const inputs = { azureApiVersion: apiVersionOf(type, children), ...previewed };
        const name = urn.slice(urn.lastIndexOf("::") + 2);
        const adopted = ADOPTED[type]?.(inputs, found);
        if (adopted === undefined) {
            created.push(name);
        } else {
            rejectSecrets(name, adopted.inputs);
            resources.push({ type, name, parent: component, ...adopted });
        }
    }
    return { file: { resources }, created };
}

/** The resources below the component, each as the program describes it: an import comes with the update that follows it. */
function childrenOf(component: string, { steps }: Preview): PreviewedResource[] {
    const last = new Map(steps.flatMap((step) => (step.new ? [[step.urn, step.new] as const] : [])));
    const children = [...last.values()].filter(({ parent = "" }) => parent.endsWith(`${COMPONENT}::${component}`));
    if (children.length === 0) {
        throw new InvalidInputError(
            `The preview has no resource of a ManagedIdentityAksCluster "${component}". Preview the program, with that name, before it is deployed.`,
        );
    }
    return children;
}

/**
 * The API version that azure-native adds to a resource's inputs. A preview shows it of resources that it creates or updates, and
 * not of one that is imported just as the program describes it.
 */
function apiVersionOf(type: string, children: readonly PreviewedResource[]): unknown {
    const shown = children.find((each) => each.type === type && each.inputs.azureApiVersion !== undefined);
    return shown?.inputs.azureApiVersion ?? (type === ROLE_ASSIGNMENT ? ROLE_ASSIGNMENT_API_VERSION : undefined);
}

function existing(object: "ManagedCluster" | "AgentPool", inputs: Values, json: object): Existing {
    const { values } = withAzureNativeNames(object, json);
    return {
        id: String(values.id),
        inputs: resolved(inputs, values),
        outputs: { ...values, azureApiVersion: inputs.azureApiVersion },
    };
}

function existingRoleAssignment(inputs: Values, json: object): Existing {
    const { properties, ...envelope } = json as Values;
    const outputs: Values = { ...envelope, ...(isRecord(properties) && properties) };
    const { azureApiVersion } = inputs;
    return { id: String(outputs.id), inputs: resolved(inputs, outputs), outputs: { ...outputs, azureApiVersion } };
}

/** What a preview does not know yet, Azure shows. */
function resolved(inputs: Values, live: Values): Values {
    return Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, value === UNKNOWN ? live[key] : value]),
    );
}

function rejectSecrets(name: string, inputs: Values): void {
    const [secret] = Object.entries(inputs).find(([, value]) => holdsSecret(value)) ?? [];
    if (secret !== undefined) {
        throw new InvalidInputError(
            `${name}: ${secret} holds a secret, which an import file would show. Leave it out of the program until the cluster is imported.`,
        );
    }
}

function holdsSecret(value: unknown): boolean {
    return value === SECRET || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));
}
