import { declaredType } from "../../local-azure/kernel/declarations";
import { parseArmPath } from "../../local-azure/kernel/resourceId";

/** The api-version that a request is sent under where a test does not care: the declared one of the type. */
export function usualApiVersion(path: string): string {
    for (let type = parseArmPath(path.split("?")[0] ?? "")?.type ?? ""; type !== ""; type = above(type)) {
        const version = ownVersions[type.toLowerCase()] ?? declaredType(type)?.declaredIn;
        if (version) return version;
    }
    return "2025-09-01";
}

const above = (type: string) => type.slice(0, Math.max(0, type.lastIndexOf("/")));

/** Of registries one that has the permission modes (https://learn.microsoft.com/rest/api/containerregistry). */
const ownVersions: Record<string, string> = {
    "microsoft.containerregistry/registries": "2025-11-01",
    "microsoft.containerregistry/checknameavailability": "2025-11-01",
    "microsoft.keyvault/checknameavailability": "2024-11-01",
    "microsoft.keyvault/locations": "2024-11-01",
    "microsoft.compute/virtualmachinescalesets": "2024-11-01",
    "microsoft.resources": "2025-04-01",
    "microsoft.features": "2021-07-01",
};
