import { type ManagedIdentityAksClusterArgs, type RegistryArgs, RegistryPermissions } from "../args";
import type { Earliest } from "./facts";
import { builtIn, type Grant } from "./grant";
import { entryNames } from "./names";
import type { BuiltInRole } from "./roles";

type RegistriesArgs = Pick<ManagedIdentityAksClusterArgs, "registries" | "bootstrapRegistryId">;

/** What the kubelets pull from. */
export function registryGrants(args: RegistriesArgs, { kubelet: when }: Earliest): Grant[] {
    const { registries = [], bootstrapRegistryId } = args;
    const bootstrap: Grant[] =
        bootstrapRegistryId === undefined
            ? []
            : [
                  {
                      name: "bootstrap-registry-acr-pull",
                      identity: "kubelet",
                      role: builtIn("AcrPull"),
                      scope: bootstrapRegistryId,
                      reason: "The nodes pull the images that the cluster is set up from.",
                      when,
                  },
              ];
    const named = entryNames(registries, "registry");
    return [
        ...bootstrap,
        ...registries.flatMap((registry, index) =>
            rolesOn(registry).map(({ suffix, role, reason }) => ({
                name: `${named[index]}-${suffix}`,
                identity: "kubelet" as const,
                role: builtIn(role),
                scope: registry.id,
                reason,
                when,
            })),
        ),
    ];
}

interface RegistryRole {
    suffix: string;
    role: BuiltInRole;
    reason: string;
}

const PULL: Record<RegistryPermissions, RegistryRole> = {
    Rbac: { suffix: "acr-pull", role: "AcrPull", reason: "The kubelets pull images from the registry." },
    Abac: {
        suffix: "repository-reader",
        role: "Container Registry Repository Reader",
        reason: "The kubelets pull images from the registry's repositories.",
    },
};

const LIST: RegistryRole = {
    suffix: "catalog-lister",
    role: "Container Registry Repository Catalog Lister",
    reason: "The kubelets list the registry's repositories.",
};

function rolesOn({ permissions = RegistryPermissions.Rbac, listRepositories }: RegistryArgs): RegistryRole[] {
    return [PULL[permissions], ...(listRepositories ? [LIST] : [])];
}
