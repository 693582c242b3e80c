import { type ManagedIdentityAksClusterArgs, type RegistryArgs, RegistryPermissions } from "../args";
import { sameInput, shortName } from "../azure/inputs";
import { builtIn, type Permission } from "./grant";
import { entryNames } from "./grantNames";
import type { BuiltInRole } from "./roles";

type RegistriesArgs = Pick<ManagedIdentityAksClusterArgs, "registries" | "bootstrapRegistryId">;

/** What the kubelets pull from. */
export function registryGrants(args: RegistriesArgs): Permission[] {
    return registriesOf(args).flatMap(({ called, ...registry }) =>
        rolesOn(registry).map(({ suffix, role, description }) => ({
            name: `${called}-${suffix}`,
            identity: "kubelet" as const,
            role: builtIn(role),
            scope: registry.id,
            description,
        })),
    );
}

/** The bootstrap registry is one of `registries`, which says more of it, or one more, of mode Rbac. */
function registriesOf({ registries = [], bootstrapRegistryId: id }: RegistriesArgs) {
    const names = entryNames(registries, "registry");
    const all = registries.map((registry, index) => ({ ...registry, called: names[index] }));
    return id === undefined || registries.some((registry) => sameInput(registry.id, id))
        ? all
        : [...all, { id, called: shortName(id) ?? "bootstrap-registry" }];
}

interface RegistryRole {
    suffix: string;
    role: BuiltInRole;
    description: string;
}

const PULL: Record<RegistryPermissions, RegistryRole> = {
    Rbac: { suffix: "acr-pull", role: "AcrPull", description: "The kubelets pull images from the registry." },
    Abac: {
        suffix: "repository-reader",
        role: "Container Registry Repository Reader",
        description: "The kubelets pull images from the registry's repositories.",
    },
};

const LIST: RegistryRole = {
    suffix: "catalog-lister",
    role: "Container Registry Repository Catalog Lister",
    description: "The kubelets list the registry's repositories.",
};

function rolesOn({ permissions = RegistryPermissions.Rbac, listRepositories }: RegistryArgs): RegistryRole[] {
    return [PULL[permissions], ...(listRepositories ? [LIST] : [])];
}
