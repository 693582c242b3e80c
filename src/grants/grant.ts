import type * as pulumi from "@pulumi/pulumi";
import { type BuiltInRole, ROLES } from "./roles";

/** Whose principal a grant is for. */
export type GrantedIdentity = "controlPlane" | "kubelet";

/** A permission that the cluster needs, and why. */
export interface Grant {
    /** Name of the grant inside its cluster; part of the role assignment's logical name. */
    name: string;
    identity: GrantedIdentity;
    role: Role;
    /** Resource id. */
    scope: pulumi.Input<string>;
    /** What the cluster does with it, as a sentence. */
    reason: string;
    /** `before-cluster`: AKS checks or uses it while it makes the cluster. */
    when: "before-cluster" | "after-cluster";
}

/** A role, built in or custom. */
export interface Role {
    /** Azure's name of a built-in role; of a custom one what it stands for. */
    name: string;
    /** GUID or full id of its definition. */
    definition: pulumi.Input<string>;
}

export function builtIn(name: BuiltInRole): Role {
    return { name, definition: ROLES[name] };
}
