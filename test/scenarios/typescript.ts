const PACKAGES = [
    { namespace: "azure_native", package: "@pulumi/azure-native" },
    { namespace: "managed_identity_aks", package: "managed-identity-aks" },
];

/**
 * A generated program with the imports that this package recommends: from the modules of azure-native, each of which loads
 * faster than the whole.
 */
export function withModuleImports(generated: string): string {
    const imports = new Map<string, Set<string>>();
    let body = generated.replace(/^import .*\n/gm, "");
    for (const { namespace, package: name } of PACKAGES) {
        body = body.replace(
            new RegExp(`\\b${namespace}\\.(?:([a-z]\\w*)\\.)?([A-Z]\\w*)`, "g"),
            (_, module: string | undefined, member: string) => {
                const from = module === undefined ? name : `${name}/${module}`;
                imports.set(from, (imports.get(from) ?? new Set()).add(member));
                return member;
            },
        );
    }
    const lines = [...imports].map(([from, members]) => `import { ${[...members].sort().join(", ")} } from "${from}";`);
    if (body.includes("pulumi.")) lines.push('import * as pulumi from "@pulumi/pulumi";');
    return `${lines.sort(bySource).join("\n")}\n\n${body.trim()}\n`;
}

/** As the formatter sorts them. */
function bySource(one: string, other: string): number {
    const [a = "", b = ""] = [one, other].map((line) => line.slice(line.indexOf('"')));
    return a < b ? -1 : 1;
}
