import * as pulumi from "@pulumi/pulumi";

/**
 * The options of a component whose aliases name it by a former name: its children have their former names as aliases, too.
 * The engine gives a child such an alias only in the run in which the component itself is renamed. A child that this run
 * did not register, because it failed, would be created again by the next one.
 */
export function withFormerNames<Options extends pulumi.ComponentResourceOptions>(name: string, opts: Options): Options {
    const former = (opts.aliases ?? []).flatMap(nameIn).filter((each) => each !== name);
    if (former.length === 0) {
        return opts;
    }
    const addAliases: pulumi.ResourceTransformation = ({ name: child, props, opts: own }) => {
        const aliases = former.map((each) => ({ name: `${each}${child.slice(name.length)}` }));
        return child.startsWith(`${name}-`) ? { props, opts: pulumi.mergeOptions(own, { aliases }) } : undefined;
    };
    return { ...opts, transformations: [...(opts.transformations ?? []), addAliases] };
}

/** The name in an alias, which is a URN or says what was different. */
function nameIn(alias: pulumi.Input<pulumi.URN | pulumi.Alias>): string[] {
    const name = typeof alias === "string" ? alias.split("::").pop() : Reflect.get(Object(alias), "name");
    return typeof name === "string" ? [name] : [];
}
