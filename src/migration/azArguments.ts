import { shellWord } from "../grants/commands";

/** The arguments of `az` that name a cluster; `option` is that of its name. */
export function groupAndCluster(
    { resourceGroupName, name }: { resourceGroupName: string; name: string },
    option: "--name" | "--cluster-name",
): string {
    return `--resource-group ${shellWord(resourceGroupName)} ${option} ${shellWord(name)}`;
}
