import { stringify } from "yaml";
import { type Program, type ProgramResource, referenceTo } from "./program";

/** A project of Pulumi YAML (https://www.pulumi.com/docs/iac/languages-sdks/yaml). */
export function yamlOf(project: string, { config, resources, outputs }: Program): string {
    const settings = Object.entries(config).map(([name, { secret }]) => [
        name,
        { type: "string", ...(secret && { secret }) },
    ]);
    return stringify(
        {
            name: project,
            runtime: "yaml",
            ...(settings.length > 0 && { config: Object.fromEntries(settings) }),
            resources: Object.fromEntries(resources.map((resource) => [resource.name, resourceEntry(resource)])),
            outputs,
        },
        { indent: 4, lineWidth: 0 },
    );
}

function resourceEntry({ type, inputs, dependsOn, retainOnDelete }: ProgramResource): object {
    const options = {
        ...(dependsOn.length > 0 && { dependsOn: dependsOn.map((name) => referenceTo(name)) }),
        ...(retainOnDelete && { retainOnDelete }),
    };
    return {
        type: type.replace(":index:", ":"),
        ...(Object.keys(inputs).length > 0 && { properties: inputs }),
        ...(Object.keys(options).length > 0 && { options }),
    };
}
