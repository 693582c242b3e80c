import { isIdOf, lastSegment, MANAGED_CLUSTER, sameId } from "../../azure/resourceId";
import { isRecord, type Values } from "../../values";
import { type GrantsOutput, grantsOutputs } from "../grantsOfOutputs";
import type { JsonInput } from "../jsonInput";
import { type Identity, identitiesOfOutputs } from "../live/identities";
import { InvalidInputError } from "../report";
import type { DeployedGrant } from "../requiredGrant";

/** A cluster as the outputs of its stack describe it. */
export interface DeclaredCluster {
    /** Resource id. */
    id: string;
    /** `msi`, or the client id of its service principal. */
    servicePrincipalClientId?: string;
    controlPlane?: Partial<Identity>;
    kubelet?: Partial<Identity>;
    /** By the add-on's key; absent where the stack has no such output. */
    addons?: Record<string, Partial<Identity>>;
    roleAssignments: DeployedGrant[];
}

/** The clusters of a stack. */
export interface DeclaredClusters {
    clusters: DeclaredCluster[];
    /** Outputs with role assignments that belong to none of these clusters. */
    others: string[];
}

/**
 * The clusters among the outputs of a stack: where `clusterId` stands beside the role assignments, as among the outputs of
 * the component. `clusterId`, where given, is the only one that is looked for.
 *
 * @throws InvalidInputError if there is none.
 */
export function declaredClusters(input: JsonInput, clusterId?: string): DeclaredClusters {
    const all = grantsOutputs(input);
    const found = ownersIn(all, clusterId);
    if (found.length === 0) {
        throw new InvalidInputError(`${input.name}: ${problemOf(all, clusterId)}`);
    }
    const used = found.flatMap(({ outputs }) => outputs);
    return {
        clusters: found.map((owner) => clusterOf(owner, input.name)),
        others: all.filter((output) => !used.includes(output)).map(({ path }) => path),
    };
}

/** A cluster's outputs. A stack can have them twice: as the component, and one by one. */
interface Owner {
    id: string;
    outputs: GrantsOutput[];
}

function ownersIn(all: GrantsOutput[], clusterId: string | undefined): Owner[] {
    const owners = [...new Set(all.map(({ owner }) => owner))].flatMap((owner) => {
        const own = all.filter((output) => output.owner === owner);
        const chosen = own.find(({ key }) => key === "roleAssignments") ?? (own.length === 1 ? own[0] : undefined);
        return chosen === undefined ? [] : [{ id: textAt(owner, "clusterId"), output: chosen }];
    });
    const byId = new Map<string, Owner>();
    for (const { id, output } of owners) {
        if (id !== undefined) {
            const outputs = [...(byId.get(id.toLowerCase())?.outputs ?? []), output];
            byId.set(id.toLowerCase(), { id, outputs });
        }
    }
    const named = [...byId.values()];
    if (clusterId === undefined) {
        return named;
    }
    const same = named.filter(({ id }) => sameId(id, clusterId));
    const unnamed = owners.filter(({ id }) => id === undefined).map(({ output }) => output);
    return same.length === 0 && unnamed.length === 1 ? [{ id: clusterId, outputs: unnamed }] : same;
}

const EXPORT = "Export the component, or its outputs clusterId and roleAssignments by these names";

function problemOf(all: GrantsOutput[], clusterId: string | undefined): string {
    if (all.length === 0) {
        return `there are no role assignments among these outputs. Expected: what \`pulumi stack output --json\` prints. ${EXPORT}.`;
    }
    const paths = all.map(({ path }) => path).join(", ");
    return clusterId === undefined
        ? `${paths} has no output clusterId next to it. ${EXPORT}, or set the cluster with --cluster.`
        : `none of ${paths} belongs to the cluster ${clusterId}. ${EXPORT}.`;
}

function clusterOf({ id, outputs }: Owner, input: string): DeclaredCluster {
    if (!isIdOf(MANAGED_CLUSTER, id)) {
        throw new InvalidInputError(
            `${input}: the id ${JSON.stringify(id)} is not the id of a cluster. Expected: /subscriptions/…/providers/${MANAGED_CLUSTER}/<name>.`,
        );
    }
    const owner: Values = Object.assign({}, ...outputs.map((output) => output.owner));
    const clientId = textAt(owner, "servicePrincipalClientId");
    const { controlPlane, kubelet, ...addons } = identitiesOfOutputs(owner);
    return {
        id,
        roleAssignments: outputs[0]?.roleAssignments ?? [],
        ...(clientId !== undefined && { servicePrincipalClientId: clientId }),
        ...(controlPlane && { controlPlane }),
        ...(kubelet && { kubelet }),
        ...(isRecord(owner.addonIdentities) && { addons }),
    };
}

function textAt(values: Values, key: string): string | undefined {
    const value = values[key];
    return typeof value === "string" ? value : undefined;
}

/** What messages call the cluster. */
export function clusterName({ id }: Pick<DeclaredCluster, "id">): string {
    return lastSegment(id);
}
