import type * as pulumi from "@pulumi/pulumi";
import { type ManagedIdentityAksClusterArgs, type RegistryArgs, RegistryPermissions } from "../args";
import { sameInput, shortName } from "../azure/inputs";
import { builtIn, type Permission, type Role, roleOf } from "./grant";
import { entryNames } from "./grantNames";
import type { BuiltInRole } from "./roles";

type RegistriesArgs = Pick<ManagedIdentityAksClusterArgs, "registries" | "bootstrapRegistryId">;

/** A registry that the arguments name, and what the names of its role assignments start with. */
type NamedRegistry = Omit<RegistryArgs, "name"> & { called: string };

/** The name of the role that pulls from a registry whose mode the arguments do not say. */
export type PullRoleOf = (registry: NamedRegistry) => pulumi.Input<string>;

/** What the kubelets pull from; without `pullRoleOf`, a registry is in mode Rbac unless the arguments say otherwise. */
export function registryGrants(args: RegistriesArgs, pullRoleOf?: PullRoleOf): Permission[] {
    return registriesOf(args).flatMap((registry) => {
        const onRegistry = { identity: "kubelet" as const, scope: registry.id };
        const pull = {
            ...onRegistry,
            // Whatever the mode: a registry changes its mode without another name of its role assignment.
            name: `${registry.called}-acr-pull`,
            role: pullRole(registry, pullRoleOf),
            description: "The kubelets pull images from the registry.",
        };
        const list = {
            ...onRegistry,
            name: `${registry.called}-catalog-lister`,
            role: builtIn("Container Registry Repository Catalog Lister"),
            description: "The kubelets list the registry's repositories.",
        };
        return registry.listRepositories ? [pull, list] : [pull];
    });
}

/** The role that pulls, by the mode of the registry. */
export const PULL_ROLES = {
    Rbac: "AcrPull",
    Abac: "Container Registry Repository Reader",
} as const satisfies Record<RegistryPermissions, BuiltInRole>;

function pullRole(registry: NamedRegistry, pullRoleOf?: PullRoleOf): Role {
    return registry.permissions === undefined && pullRoleOf !== undefined
        ? roleOf(pullRoleOf(registry), `${PULL_ROLES.Rbac} or ${PULL_ROLES.Abac}`)
        : builtIn(PULL_ROLES[registry.permissions ?? RegistryPermissions.Rbac]);
}

/** The bootstrap registry is one of `registries`, which says more of it, or one more. */
function registriesOf({ registries = [], bootstrapRegistryId: id }: RegistriesArgs): NamedRegistry[] {
    const names = entryNames(registries, "registry");
    const all = registries.map((registry, index) => ({ ...registry, called: names[index] ?? "registry" }));
    return id === undefined || registries.some((registry) => sameInput(registry.id, id))
        ? all
        : [...all, { id, called: shortName(id) ?? "bootstrap-registry" }];
}
