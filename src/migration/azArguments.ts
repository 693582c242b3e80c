import { shellWord } from "../grants/commands";

/** The arguments of `az` that name a cluster; `option` is that of its name. */
export function groupAndCluster(
    { resourceGroupName, name }: { resourceGroupName: string; name: string },
    option: "--name" | "--cluster-name",
): string {
    return `--resource-group ${shellWord(resourceGroupName)} ${option} ${shellWord(name)}`;
}

/** An argument of a command as a person types it: quoted where a POSIX shell would read more in it than a name or a path. */
export function shellArgument(text: string): string {
    return /^[\w./-]+$/.test(text) ? text : shellWord(text);
}
