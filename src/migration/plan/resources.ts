import { sameId } from "../../azure/resourceId";
import { nameInUrn } from "../../values";
import type { Operation, Preview, PreviewedResource, PreviewedStep } from "../preview/preview";
import type { StackExport } from "../preview/stackExport";

/** A resource of the stack, and all that a preview does to it. */
export interface PlannedResource {
    urn: string;
    type: string;
    name: string;
    parent?: string;
    /** The one that comes to most. */
    operation: Operation;
    /** Whether it is imported first. */
    imported: boolean;
    before?: PreviewedResource;
    after?: PreviewedResource;
    /** The last step, whose differences count. */
    step?: PreviewedStep;
}

/** The resources of a preview, and those that only a stack export knows: nothing happens to them. */
export function plannedResources({ steps }: Preview, stack: StackExport | undefined): PlannedResource[] {
    const byKey = new Map<string, PreviewedStep[]>();
    for (const step of steps) {
        // A deletion that an earlier replacement has left over is of another resource with the same URN.
        const isLeftOver = step.operation === "delete" && step.old?.pendingDeletion === true;
        const key = isLeftOver ? `${step.urn}#left over` : step.urn;
        byKey.set(key, [...(byKey.get(key) ?? []), step]);
    }
    const shown = [...byKey.values()].map(together);
    const others = (stack?.resources ?? []).filter(({ urn, pendingDeletion }) => !byKey.has(urn) && !pendingDeletion);
    return [...shown, ...others.map(untouched)];
}

/** What comes to more stands first. */
const WEIGHTS: Operation[] = ["unknown", "replace", "delete", "create", "update", "import", "same", "none"];

function together(steps: PreviewedStep[]): PlannedResource {
    const [first, last] = [steps[0], steps.at(-1)] as [PreviewedStep, PreviewedStep];
    const operations = steps.map(({ operation }) => operation);
    const operation = WEIGHTS.find((each) => operations.includes(each)) ?? "unknown";
    const imported = steps.find((step) => step.operation === "import")?.new;
    // An import or a refresh comes first: what follows starts from what it has found.
    const before = steps.findLast(({ old }) => old !== undefined)?.old ?? imported;
    const after = operation === "delete" ? undefined : steps.findLast((step) => step.new !== undefined)?.new;
    const parent = (after ?? before)?.parent;
    return {
        urn: first.urn,
        type: first.type,
        name: first.name,
        ...(parent !== undefined && { parent }),
        operation,
        imported: operations.includes("import"),
        ...(before && { before }),
        ...(after && { after }),
        step: last,
    };
}

function untouched(resource: PreviewedResource): PlannedResource {
    const { urn, type, parent } = resource;
    return {
        urn,
        type,
        name: nameInUrn(urn),
        ...(parent !== undefined && { parent }),
        operation: "same",
        imported: false,
        before: resource,
        after: resource,
    };
}

/** Whether a resource is of a type of azure-native, of whichever version of its API or of the provider's packages. */
function isOfType({ type }: Pick<PlannedResource, "type">, module: string, name: string): boolean {
    const [, of = "", named] = /^azure-native(?:_\w+)?:(\w+)(?:\/\w+)?:(\w+)$/.exec(type) ?? [];
    return sameId(of, module) && named === name;
}

export const isCluster = (resource: PlannedResource) => isOfType(resource, "containerservice", "ManagedCluster");
export const isPool = (resource: PlannedResource) => isOfType(resource, "containerservice", "AgentPool");
export const isRoleAssignment = (resource: PlannedResource) => isOfType(resource, "authorization", "RoleAssignment");
export const isUserAssignedIdentity = (resource: PlannedResource) =>
    isOfType(resource, "managedidentity", "UserAssignedIdentity");
