import type { Figure } from "./figures";
import type { ProductionInstall } from "./productionInstall";

/** A package in what `npm ls --all --json` prints. What it depends on is listed at one of its places. */
export interface ListedPackage {
    /** None where an optional peer is not installed. */
    version?: string;
    dependencies?: Record<string, ListedPackage>;
}

/** What the package is about. A user of Pulumi and Azure has their trees anyway. */
const BASE = ["@pulumi/azure-native", "@pulumi/azuread", "@pulumi/pulumi"];

/** The packages that come with a package and not with the base, as `name@version`. */
export function packagesBeyond(root: ListedPackage, name: string, base: readonly string[]): string[] {
    const needs = new Map<string, Set<string>>();
    const collect = ({ dependencies = {} }: ListedPackage, id: string): void => {
        const ids = needs.get(id) ?? new Set();
        needs.set(id, ids);
        for (const [child, listed] of Object.entries(dependencies)) {
            if (listed.version === undefined) continue;
            const childId = `${child}@${listed.version}`;
            ids.add(childId);
            collect(listed, childId);
        }
    };
    collect(root, "");
    const reached = (ids: Iterable<string>, seen = new Set<string>()): Set<string> => {
        for (const id of ids) {
            if (seen.has(id)) continue;
            seen.add(id);
            reached(needs.get(id) ?? [], seen);
        }
        return seen;
    };
    const isOf = (id: string, names: readonly string[]) => names.includes(id.slice(0, id.lastIndexOf("@")));
    const own = [...needs.keys()].filter((id) => isOf(id, [name]));
    const ofBase = reached([...needs.keys()].filter((id) => isOf(id, base)));
    return [...reached(own)].filter((id) => !own.includes(id) && !ofBase.has(id)).sort();
}

export async function measurePackages({ npm }: ProductionInstall): Promise<Figure[]> {
    const listed: ListedPackage = JSON.parse(await npm("ls", "--all", "--json", "--omit=dev"));
    const beyond = packagesBeyond(listed, "managed-identity-aks", BASE);
    const detail = beyond.join(", ");
    return [{ name: "packages beyond Pulumi's", value: beyond.length, unit: "packages", limit: 2, detail }];
}
