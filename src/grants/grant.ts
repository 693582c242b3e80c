import type * as pulumi from "@pulumi/pulumi";
import {
    type AddonsArgs,
    type ClusterIdentityName,
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
} from "../args";
import { lastSegment } from "../azure/resourceId";
import { type BuiltInRole, builtInRoleName, roleGuidOrId } from "./roles";

/** Whose principal a grant is for. */
export type GrantedIdentity = ClusterIdentityName;
export type AddonIdentityName = Exclude<GrantedIdentity, "controlPlane" | "kubelet">;

/** Add-ons, as far as they decide which identities a cluster has. */
type Addons = { [Addon in keyof AddonsArgs]?: unknown } & {
    containerInsights?: Pick<ContainerInsightsArgs, "authentication"> | undefined;
};

/** Whether AKS creates an identity for an add-on, by the keys of Azure's `addonProfiles` and `ingressProfile`: not for agents that act as the cluster. */
const HAS_IDENTITY: Record<AddonIdentityName, (addons: Addons) => boolean> = {
    azurepolicy: ({ azurePolicy }) => azurePolicy === true,
    omsagent: ({ containerInsights }) => containerInsights?.authentication === ContainerInsightsAuthentication.Legacy,
    azureKeyvaultSecretsProvider: ({ keyVaultSecrets }) => keyVaultSecrets !== undefined,
    ingressApplicationGateway: ({ applicationGateway }) => applicationGateway !== undefined,
    aciConnectorLinux: ({ virtualNode }) => virtualNode !== undefined,
    webAppRouting: ({ applicationRouting }) => applicationRouting !== undefined,
};
export const ADDON_IDENTITIES = Object.keys(HAS_IDENTITY) as AddonIdentityName[];

/** Whether a cluster with these add-ons has the identity. */
export function hasIdentity(name: GrantedIdentity, addons: Addons = {}): boolean {
    return name === "controlPlane" || name === "kubelet" || HAS_IDENTITY[name](addons);
}

/** The cluster as a scope: its id comes with the cluster. */
export const CLUSTER = Symbol("the cluster");

/** A role that an identity of the cluster, or of an app on it, needs on a scope, and why. */
export interface Permission<Identity extends string = GrantedIdentity> {
    /** Name of the grant inside its component; part of the role assignment's logical name. */
    name: string;
    identity: Identity;
    role: Role;
    /** Resource id. */
    scope: pulumi.Input<string> | typeof CLUSTER;
    /** What the identity does with the role, as a sentence. */
    description: string;
    /** What narrows the role, in version 2.0 of Azure's language. */
    condition?: pulumi.Input<string>;
}

/** A permission, and when it must exist. */
export interface Grant<Identity extends string = GrantedIdentity> extends Permission<Identity> {
    /** `before-cluster`: AKS checks or uses it while it makes the cluster. `before-workload`: only an app's pods do. */
    when: "before-cluster" | "after-cluster" | "before-workload";
}

/** A role, built in or custom. */
export interface Role {
    /** Azure's name of a built-in role; for a custom role, what it is used for. */
    name: string;
    /** GUID or full id of its definition; an output may also hold a built-in role's name. */
    definition: pulumi.Input<string>;
}

export function builtIn(name: BuiltInRole): Role {
    return { name, definition: roleGuidOrId(name) };
}

/** The role of this name, GUID or full id; `otherwise` is what one is called that is not built in, or an output. */
export function roleOf(role: pulumi.Input<string>, otherwise = "custom role"): Role {
    return typeof role === "string"
        ? { name: builtInRoleName(role) ?? otherwise, definition: roleGuidOrId(role) }
        : { name: otherwise, definition: role };
}

/** A role is the same by its GUID and by its full id. */
export function roleKey(definition: pulumi.Input<string>): pulumi.Input<string> {
    return typeof definition === "string" ? lastSegment(definition) : definition;
}
