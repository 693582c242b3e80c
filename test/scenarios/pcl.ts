import { type Program, type ProgramResource, soleReference } from "./program";

/** A program in Pulumi's own language (PCL), from which its generators write all others. */
export function pclOf({ config, resources, outputs }: Program): string {
    return [
        ...Object.entries(config).map(
            ([name, { secret }]) => `config ${name} string {${secret ? " secret = true " : ""}}`,
        ),
        ...resources.map(resourceBlock),
        ...Object.entries(outputs).map(([name, value]) => `output ${name} {\n  value = ${expression(value)}\n}`),
        "",
    ].join("\n");
}

function resourceBlock({ name, type, inputs, dependsOn, retainOnDelete }: ProgramResource): string {
    const options = [
        ...(dependsOn.length > 0 ? [`    dependsOn = [${dependsOn.join(", ")}]`] : []),
        ...(retainOnDelete ? ["    retainOnDelete = true"] : []),
    ];
    return [
        `resource ${name} "${type}" {`,
        ...entries(inputs).map(([key, value]) => `  ${key} = ${expression(value)}`),
        ...(options.length > 0 ? ["  options {", ...options, "  }"] : []),
        "}",
    ].join("\n");
}

function expression(value: unknown): string {
    if (typeof value === "string") return soleReference(value) ?? JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{ ${entries(value)
        .map(([key, inner]) => `${/^[a-z]\w*$/i.test(key) ? key : JSON.stringify(key)} = ${expression(inner)}`)
        .join(", ")} }`;
}

function entries(object: object): [string, unknown][] {
    return Object.entries(object).filter(([, value]) => value !== undefined);
}
