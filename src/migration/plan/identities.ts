import { ControlPlaneIdentityType } from "../../args";
import { sameId } from "../../azure/resourceId";
import type { AddonIdentityName, GrantedIdentity } from "../../grants/grant";
import { identitiesIn as settingsIn } from "../../transitions/change";
import { ownValue, type Values } from "../../values";
import {
    addonsIn,
    type Identities,
    type Identity,
    identitiesIn,
    identitiesOfOutputs,
    idsIn,
    isSameIdentity,
} from "../live/identities";
import type { PreviewedResource } from "../preview/preview";
import { type ClusterInStack, currentOutputs } from "./clusters";
import { isUserAssignedIdentity, type PlannedResource } from "./resources";

/** An identity, and where it comes from. */
export interface PlannedIdentity extends Identity {
    /** Whether this update creates it. */
    created: boolean;
    /** URN of the resource of this stack that it is. */
    urn?: string;
}

/** What it runs as before and after; absent where there is no cluster, or where its state is not known. */
export interface PlannedIdentityChange {
    before?: PlannedIdentity;
    after?: PlannedIdentity;
    /** Whether an update in place takes the cluster from one to the other. */
    changes: boolean;
}

/** By who runs as them: add-ons that are on have identities of their own, unless the cluster has a service principal. */
export type IdentityChanges = Record<"controlPlane" | "kubelet", PlannedIdentityChange> &
    Partial<Record<AddonIdentityName, PlannedIdentityChange>>;

/** The change of an identity by the name that role assignments have for it; undefined where it is none of the cluster. */
export function changeOf(changes: IdentityChanges, name: string): PlannedIdentityChange | undefined {
    return ownValue(name, changes as Record<string, PlannedIdentityChange>);
}

const { ServicePrincipal, SystemAssigned, UserAssigned } = ControlPlaneIdentityType;
type Planned = Partial<Record<GrantedIdentity, PlannedIdentity>>;

/** The identities of a cluster before and after; `resources` are those of the whole stack. */
export function identityChanges(found: ClusterInStack, resources: PlannedResource[]): IdentityChanges {
    const before = identitiesBefore(found);
    const after = identitiesAfter(found, before, resources);
    const change = (key: GrantedIdentity): PlannedIdentityChange => ({
        ...(before[key] && { before: before[key] }),
        ...(after[key] && { after: after[key] }),
        changes:
            found.cluster?.operation === "update" &&
            before[key] !== undefined &&
            after[key] !== undefined &&
            before[key] !== after[key],
    });
    const addons = Object.keys({ ...before, ...after }) as AddonIdentityName[];
    return {
        controlPlane: change("controlPlane"),
        kubelet: change("kubelet"),
        ...Object.fromEntries(addons.map((name) => [name, change(name)])),
    };
}

function identitiesBefore(found: ClusterInStack): Planned {
    const ofComponent = identitiesOfOutputs(found.component?.before?.outputs ?? {});
    const state = stateOf(found);
    if (state === undefined) {
        return ofComponent.controlPlane?.kind === undefined ? {} : planned(ofComponent as Identities);
    }
    // The ids that neither the inputs nor the outputs of the cluster have, the component or Azure may know.
    const further = [ofComponent as Identities, identitiesIn(currentOutputs(found))];
    return planned(identitiesIn(state), further);
}

/** The cluster as the state has it; undefined where the preview does not show it. */
function stateOf(found: ClusterInStack): Values | undefined {
    const { before } = found.cluster ?? {};
    return before && { ...before.inputs, ...before.outputs, nodeResourceGroup: nodeResourceGroup(found) };
}

/** Identities that exist, with the ids that are known elsewhere. Those of one service principal are one. */
function planned(identities: Identities, further: Identities[] = []): Planned {
    const known = new Map<Identity, PlannedIdentity>();
    return Object.fromEntries(
        Object.entries(identities).map(([name, identity]) => {
            const same = further.flatMap((each) => {
                const other = each[name as GrantedIdentity];
                return isSameIdentity(identity, other) ? idsIn(other) : [];
            });
            const one = known.get(identity) ?? { ...Object.assign({}, ...same), ...identity, created: false };
            known.set(identity, one);
            return [name, one];
        }),
    );
}

function identitiesAfter(found: ClusterInStack, before: Planned, resources: PlannedResource[]): Planned {
    const { cluster } = found;
    if (cluster === undefined || cluster.operation === "same" || cluster.operation === "none") {
        return before;
    }
    const { after } = cluster;
    if (after === undefined) {
        return {};
    }
    const settings = settingsIn(after.inputs, nodeResourceGroup(found));
    const isKept = cluster.operation === "update" || cluster.operation === "import";
    const userAssigned = (key: OwnIdentity, id: unknown) => userAssignedIn(found, after, key, id, resources);
    const controlPlane: PlannedIdentity =
        settings.controlPlane === UserAssigned
            ? userAssigned("controlPlane", settings.controlPlaneId)
            : {
                  kind: settings.controlPlane,
                  ...idsIn({ clientId: settings.clientId }),
                  created: settings.controlPlane === SystemAssigned,
              };
    const isOne = settings.controlPlane === ServicePrincipal;
    const ofAks: PlannedIdentity = isOne ? controlPlane : { kind: "AksManaged", created: true };
    // An update leaves add-ons on that it does not mention.
    const addons = new Map([...(isKept ? addonsIn(stateOf(found) ?? {}) : []), ...addonsIn(after.inputs)]);
    const all = {
        controlPlane,
        kubelet: isOne || settings.kubeletId === undefined ? ofAks : userAssigned("kubelet", settings.kubeletId),
        ...Object.fromEntries([...addons].flatMap(([name, isOn]) => (isOn ? [[name, ofAks]] : []))),
    };
    return Object.fromEntries(
        Object.entries(all).map(([key, identity]) => {
            const previous = before[key as GrantedIdentity];
            return [key, isKept && previous && isSameIdentity(previous, identity) ? previous : identity];
        }),
    );
}

/** What can be a user-assigned identity of the program. */
type OwnIdentity = "controlPlane" | "kubelet";

function userAssignedIn(
    found: ClusterInStack,
    after: PreviewedResource,
    key: OwnIdentity,
    id: unknown,
    resources: PlannedResource[],
): PlannedIdentity {
    const identities = resources.filter(isUserAssignedIdentity);
    if (typeof id === "string") {
        const inStack = identities.find((each) => each.before?.id !== undefined && sameId(each.before.id, id));
        return {
            kind: UserAssigned,
            ...idsIn({ ...inStack?.before?.outputs, resourceId: id }),
            created: false,
            ...(inStack && { urn: inStack.urn }),
        };
    }
    // An id that is not known yet is of something that this update creates.
    const created = identities.filter(({ operation }) => operation === "create" || operation === "replace");
    const [property, suffix] = key === "controlPlane" ? ["identity", "control-plane"] : ["identityProfile", "kubelet"];
    const owners = after.propertyDependencies[property] ?? [];
    // The packages' components name identities in one way; any other that the cluster depends on is the only one.
    const depended = created.filter(({ urn, parent }) => parent === found.urn || after.dependencies.includes(urn));
    const resource =
        created.find(({ urn }) => owners.includes(urn)) ??
        created.find(({ parent, name }) => parent === found.urn && name === `${found.name}-${suffix}`) ??
        onlyOne(depended.filter(({ name }) => name.endsWith(`-${suffix}`))) ??
        onlyOne(depended.filter(({ parent }) => parent !== found.urn));
    return { kind: UserAssigned, created: true, ...(resource && { urn: resource.urn }) };
}

function onlyOne<T>(all: T[]): T | undefined {
    return all.length === 1 ? all[0] : undefined;
}

/** Whether Azure has other identities than the state: somebody has changed the cluster since Pulumi looked last. */
export function isOutdated(found: ClusterInStack): boolean {
    const state = stateOf(found);
    if (state === undefined || found.live === undefined) {
        return false;
    }
    const [known, live] = [identitiesIn(state), identitiesIn(found.live.values)];
    return (["controlPlane", "kubelet"] as const).some(
        (name) => known[name] && !isSameIdentity(known[name], live[name]),
    );
}

function nodeResourceGroup(found: ClusterInStack): unknown {
    return currentOutputs(found).nodeResourceGroup ?? found.cluster?.before?.inputs.nodeResourceGroup;
}
