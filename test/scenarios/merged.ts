import { type Program, type ProgramResource, referenceTo } from "./program";

/** One program that has the resources of many, each under a name of its own. */
export function merged(programs: Record<string, Program>): Program {
    const all = Object.values(programs).map((program, index) => renamed(program, `s${index}`));
    return {
        config: Object.assign({}, ...all.map(({ config }) => config)),
        resources: all.flatMap(({ resources }) => resources),
        outputs: Object.fromEntries(
            Object.keys(programs).map((name, index) => [name, referenceTo(`s${index}Aks`, "clusterName")]),
        ),
    };
}

/** Resources are `s1Vault` in place of `vault`: what Azure allows in a name is short. */
function renamed({ resources, ...program }: Program, prefix: string): Program {
    const names = new Map(
        resources.map(({ name }) => [name, `${prefix}${name.replace(/^./, (c) => c.toUpperCase())}`]),
    );
    const text = JSON.stringify(resources).replace(
        /\$\{(\w+)/g,
        (_reference, name: string) => `\${${names.get(name) ?? name}`,
    );
    const withReferences: ProgramResource[] = JSON.parse(text);
    const nameOf = (name: string) => names.get(name) ?? name;
    return {
        ...program,
        resources: withReferences.map((resource) => ({
            ...resource,
            name: nameOf(resource.name),
            dependsOn: resource.dependsOn.map(nameOf),
        })),
    };
}
