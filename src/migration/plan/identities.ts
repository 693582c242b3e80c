import { ControlPlaneIdentityType } from "../../args";
import { isInResourceGroup, sameId } from "../../azure/resourceId";
import type { AddonIdentityName, GrantedIdentity } from "../../grants/grant";
import { type IdentitySettings, identitiesIn, objectIn } from "../../transitions/change";
import type { Values } from "../../values";
import { addonsIn, liveAddonIdentities } from "../live/addonIdentities";
import type { PreviewedResource } from "../preview/preview";
import { type ClusterInStack, currentOutputs } from "./clusters";
import { isUserAssignedIdentity, type PlannedResource } from "./resources";

/** What a control plane, kubelets or an add-on run as; ids are absent where they are not known. */
export interface PlannedIdentity {
    kind: "ServicePrincipal" | "SystemAssigned" | "UserAssigned" | "AksManaged";
    /** Resource id of a user-assigned identity, or of one that AKS creates. */
    resourceId?: string;
    clientId?: string;
    /** Object id, which role assignments name. */
    principalId?: string;
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
    return (changes as Partial<Record<string, PlannedIdentityChange>>)[name];
}

const { ServicePrincipal, SystemAssigned, UserAssigned } = ControlPlaneIdentityType;
const AksManaged = "AksManaged";

type Identities = Partial<Record<GrantedIdentity, PlannedIdentity>>;

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

function identitiesBefore(found: ClusterInStack): Identities {
    const outputs = currentOutputs(found);
    const ofComponent = found.component?.before?.outputs ?? {};
    const state = found.cluster?.before;
    if (state === undefined) {
        return ofOutputs(ofComponent);
    }
    const settings = identitiesIn(state.inputs, nodeResourceGroup(found));
    if (settings.controlPlane === ServicePrincipal) {
        const shown = objectIn(ofComponent, "controlPlaneIdentity");
        const principal: PlannedIdentity = {
            kind: ServicePrincipal,
            ...texts({
                clientId: textOf(settings.clientId) ?? clientIdOf(outputs) ?? shown?.clientId,
                principalId: shown?.principalId,
            }),
            created: false,
        };
        return { controlPlane: principal, kubelet: principal, ...each(addonsOn(addonsBefore(found)), principal) };
    }
    return {
        controlPlane: controlPlaneIn(settings, outputs),
        kubelet: kubeletIn(settings, outputs),
        ...each(addonsOn(addonsBefore(found)), { kind: AksManaged, created: false }),
        ...addonIdentities(liveAddonIdentities(outputs)),
    };
}

const addonsBefore = (found: ClusterInStack) =>
    addonsIn({ ...found.cluster?.before?.inputs, ...currentOutputs(found) });

function addonsOn(addons: ReturnType<typeof addonsIn>): AddonIdentityName[] {
    return [...addons].flatMap(([name, isOn]) => (isOn ? [name] : []));
}

function each(addons: AddonIdentityName[], identity: PlannedIdentity): Identities {
    return Object.fromEntries(addons.map((name) => [name, identity]));
}

function addonIdentities(shown: object): Identities {
    const identities = Object.entries(shown).map(([name, ids]) => [
        name,
        { kind: AksManaged, ...texts(ids), created: false },
    ]);
    return Object.fromEntries(identities);
}

/** The component's own outputs, where the preview does not show the cluster. */
function ofOutputs({
    controlPlaneIdentity,
    kubeletIdentity,
    addonIdentities: addons,
    nodeResourceGroup,
}: Values): Identities {
    const controlPlane: Values = { ...Object(controlPlaneIdentity) };
    const kubelet: Values = { ...Object(kubeletIdentity) };
    const kind = Object.values(ControlPlaneIdentityType).find((each) => each === controlPlane.type);
    if (kind === undefined) {
        return {};
    }
    const kubeletKind = isInResourceGroup(kubelet.resourceId, nodeResourceGroup) ? AksManaged : UserAssigned;
    return {
        controlPlane: { kind, ...texts(controlPlane), created: false },
        kubelet: {
            kind: kind === ServicePrincipal ? kind : kubeletKind,
            ...texts(kubelet),
            created: false,
        },
        ...addonIdentities(Object(addons)),
    };
}

function controlPlaneIn(settings: IdentitySettings, outputs: Values): PlannedIdentity {
    const identity = objectIn(outputs, "identity");
    if (settings.controlPlane === SystemAssigned) {
        return { kind: SystemAssigned, ...texts({ principalId: identity?.principalId }), created: false };
    }
    const [[id, ids] = []] = Object.entries(Object(identity?.userAssignedIdentities));
    const resourceId = textOf(settings.controlPlaneId) ?? id;
    return { kind: UserAssigned, ...texts({ ...Object(ids), resourceId }), created: false };
}

function kubeletIn({ kubeletId }: IdentitySettings, outputs: Values): PlannedIdentity {
    const shown = objectIn(objectIn(outputs, "identityProfile"), "kubeletidentity") ?? {};
    return {
        kind: kubeletId === undefined ? AksManaged : UserAssigned,
        ...texts({ ...shown, principalId: shown.objectId, resourceId: textOf(kubeletId) ?? shown.resourceId }),
        created: false,
    };
}

function identitiesAfter(found: ClusterInStack, before: Identities, resources: PlannedResource[]): Identities {
    const { cluster } = found;
    if (cluster === undefined || cluster.operation === "same" || cluster.operation === "none") {
        return before;
    }
    const { after } = cluster;
    if (after === undefined) {
        return {};
    }
    const settings = identitiesIn(after.inputs, nodeResourceGroup(found));
    const isKept = cluster.operation === "update" || cluster.operation === "import";
    const userAssigned = (key: OwnIdentity, id: unknown) => userAssignedIn(found, after, key, id, resources);
    const controlPlane: PlannedIdentity =
        settings.controlPlane === UserAssigned
            ? userAssigned("controlPlane", settings.controlPlaneId)
            : {
                  kind: settings.controlPlane,
                  ...texts({ clientId: settings.clientId }),
                  created: settings.controlPlane === SystemAssigned,
              };
    const kubelet: PlannedIdentity =
        settings.controlPlane === ServicePrincipal
            ? controlPlane
            : settings.kubeletId === undefined
              ? { kind: AksManaged, created: true }
              : userAssigned("kubelet", settings.kubeletId);
    // An update leaves add-ons on that it does not mention.
    const addons = addonsOn(new Map([...(isKept ? addonsBefore(found) : []), ...addonsIn(after.inputs)]));
    const ofAddons: PlannedIdentity =
        settings.controlPlane === ServicePrincipal ? controlPlane : { kind: AksManaged, created: true };
    const all = { controlPlane, kubelet, ...each(addons, ofAddons) };
    return Object.fromEntries(
        Object.entries(all).map(([key, identity]) => {
            const previous = before[key as GrantedIdentity];
            return [key, isKept && isSame(previous, identity) ? previous : identity];
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
            ...texts({ ...inStack?.before?.outputs, resourceId: id }),
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
export function isOutdated({ live, cluster }: ClusterInStack, { controlPlane, kubelet }: IdentityChanges): boolean {
    const { before } = controlPlane;
    if (live === undefined || cluster === undefined || before === undefined) {
        return false;
    }
    const { controlPlane: kind, controlPlaneId, kubeletId } = identitiesIn(live.values, live.values.nodeResourceGroup);
    const isOther = (id: unknown, known: PlannedIdentity | undefined) =>
        (typeof id === "string") !== (known?.kind === UserAssigned) ||
        (typeof id === "string" && !sameId(id, known?.resourceId ?? ""));
    const ids = Object(live.values.identity).userAssignedIdentities;
    // Azure shows them as keys.
    const liveId = Array.isArray(ids) ? controlPlaneId : Object.keys(Object(ids))[0];
    return kind !== before.kind || isOther(liveId, before) || isOther(kubeletId, kubelet.before);
}

function isSame(before: PlannedIdentity | undefined, after: PlannedIdentity): before is PlannedIdentity {
    if (before === undefined || before.kind !== after.kind) {
        return false;
    }
    return (
        after.kind !== UserAssigned ||
        (before.resourceId !== undefined &&
            after.resourceId !== undefined &&
            sameId(before.resourceId, after.resourceId))
    );
}

function nodeResourceGroup(found: ClusterInStack): unknown {
    return currentOutputs(found).nodeResourceGroup ?? found.cluster?.before?.inputs.nodeResourceGroup;
}

function clientIdOf(outputs: Values): unknown {
    return objectIn(outputs, "servicePrincipalProfile")?.clientId;
}

function texts({ resourceId, clientId, principalId }: Values) {
    return {
        ...(textOf(resourceId) && { resourceId: textOf(resourceId) }),
        ...(textOf(clientId) && { clientId: textOf(clientId) }),
        ...(textOf(principalId) && { principalId: textOf(principalId) }),
    } as Pick<PlannedIdentity, "resourceId" | "clientId" | "principalId">;
}

function textOf(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
