import { AKS_API_VERSION } from "../../aksTypes";
import { addressIn, lastSegment, normalizeScope, sameId } from "../../azure/resourceId";
import { UNKNOWN, type Values } from "../../values";
import { textOf } from "../jsonInput";
import { flattened, withAzureNativeNames } from "../live/azureNativeNames";
import { clusterIn, listIn } from "../live/liveCluster";
import { COMPONENT } from "../plan/clusters";
import { isCluster, isPool, isRoleAssignment, type PlannedResource, plannedResources } from "../plan/resources";
import type { Preview, PreviewedResource } from "../preview/preview";
import { HIDDEN_SECRET } from "../preview/resource";
import { InvalidInputError } from "../report";

/**
 * The file that `pulumi import --file` reads. A resource with `inputs` and `outputs` is taken into the state as it is
 * described here: since CLI 3.254 the provider is then not asked for it, so nothing is read and nothing is written.
 */
export interface ImportFile {
    /** URNs of what the stack has already, by the logical name. */
    nameTable?: Record<string, string>;
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

/** The component's record of what it applies: a component without resources, so there is nothing to read of it. */
const LAST_APPLIED = "managed-identity-aks:index:LastApplied";

/** The API versions of azure-native 3. */
const API_VERSIONS = [
    { of: isCluster, version: AKS_API_VERSION },
    { of: isPool, version: AKS_API_VERSION },
    { of: isRoleAssignment, version: "2022-04-01" },
];

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
 * @throws InvalidInputError if the preview failed, is of another cluster or has no such component, or if a resource has a
 *     secret, which no file may hold.
 */
export function importFileOf(
    component: string,
    preview: Preview,
    { cluster, pools, roleAssignments }: AdoptedResources,
): { file: ImportFile; created: string[] } {
    if (!preview.complete) {
        throw new InvalidInputError(
            "The preview failed or is incomplete, so it does not show what would be imported. Correct what its output says, and preview the program again.",
        );
    }
    const children = childrenOf(component, preview);
    const found: Found = { cluster, pools: listIn(pools), roleAssignments: listIn(roleAssignments) };
    const resources: ImportedResource[] = [{ type: COMPONENT, name: component, component: true }];
    const created: string[] = [];
    for (const child of children) {
        const { name, type } = child;
        if (type === LAST_APPLIED) {
            resources.push({ type, name, parent: component, component: true });
            continue;
        }
        const inputs = { azureApiVersion: apiVersionOf(child, children), ...child.after.inputs };
        const existing = findExisting(child, inputs, found);
        if (existing === undefined) {
            created.push(name);
        } else {
            rejectSecrets(name, existing.inputs);
            resources.push({ type, name, parent: component, ...existing });
        }
    }
    return { file: { resources }, created };
}

/** A resource as the program describes it. */
type Child = PlannedResource & { after: PreviewedResource };

function childrenOf(component: string, preview: Preview): Child[] {
    const children = plannedResources(preview, undefined).filter(
        (each): each is Child => each.after?.parent?.endsWith(`${COMPONENT}::${component}`) === true,
    );
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
function apiVersionOf(child: Child, children: readonly Child[]): unknown {
    const shown = children.find(({ type, after }) => type === child.type && after.inputs.azureApiVersion !== undefined);
    return shown?.after.inputs.azureApiVersion ?? API_VERSIONS.find(({ of }) => of(child))?.version;
}

/** What exists in Azure of a resource of the component; undefined where it is to be created. */
function findExisting(child: Child, inputs: Values, { cluster, pools, roleAssignments }: Found): Existing | undefined {
    if (isCluster(child)) {
        requireSame(cluster, inputs);
        return existingAs(withAzureNativeNames("ManagedCluster", cluster).values, inputs);
    }
    if (isPool(child)) {
        const resourceName = Reflect.get(cluster, "name");
        const pool = pools.find((each) => Reflect.get(each, "name") === inputs.agentPoolName);
        if (pool === undefined) {
            return undefined;
        }
        const { values } = withAzureNativeNames("AgentPool", pool);
        // The autoscaler's count: a preview in which the cluster would be replaced shows that of a new pool.
        const count = inputs.enableAutoScaling === true ? { count: values.count } : {};
        // In azure-native's outputs the type of the resource takes the place of the property of that name.
        return existingAs({ ...values, type: Reflect.get(pool, "type") }, { ...inputs, ...count, resourceName });
    }
    if (isRoleAssignment(child)) {
        const name = inputs.roleAssignmentName;
        const assignment = roleAssignments.find(
            (each) => typeof name === "string" && sameId(lastSegment(textOf(Reflect.get(each, "id"))), name),
        );
        // azure-native imports the scope without its slash (pulumi/pulumi-azure-native#4683).
        const scope = typeof inputs.scope === "string" ? normalizeScope(inputs.scope) : inputs.scope;
        return assignment && existingAs(flattened(assignment), { ...inputs, scope });
    }
    return undefined;
}

/** Throws `InvalidInputError` where the program describes another cluster. */
function requireSame(cluster: object, said: Values): void {
    const id = textOf(Reflect.get(cluster, "id"));
    const { resourceGroupName, resourceName } = said;
    const isOther = Object.entries(addressIn(id)).some(([key, live]) => {
        const input = said[key];
        return typeof input === "string" && !sameId(input, live);
    });
    if (isOther) {
        throw new InvalidInputError(
            `The preview is of cluster ${shown(resourceName)} (resource group ${shown(resourceGroupName)}); expected one of ${clusterIn(id)}.`,
        );
    }
}

function shown(input: unknown): string {
    return typeof input === "string" ? input : "<not known yet>";
}

function existingAs(outputs: Values, inputs: Values): Existing {
    const { azureApiVersion } = inputs;
    return { id: textOf(outputs.id), inputs: resolved(inputs, outputs), outputs: { ...outputs, azureApiVersion } };
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
            `${name}: ${secret} contains a secret, which an import file would show. Leave it out of the program until the cluster is imported.`,
        );
    }
}

function holdsSecret(value: unknown): boolean {
    return (
        value === HIDDEN_SECRET ||
        (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret))
    );
}
