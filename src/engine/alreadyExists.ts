import type * as pulumi from "@pulumi/pulumi";
import { explainErrors } from "./hooks";
import { urnOf } from "./sdk";

/** azure-native's words for a resource that Azure has and the stack does not. */
const EXISTS = /cannot create already existing resource '([^']+)'/i;

/** What makes a resource part of the stack, as lines of a message. */
type ImportLines = (existing: { name: string; type: string; id: string }) => string[] | Promise<string[]>;

/**
 * What to do when Azure has a resource already. A run whose answer was lost, or that was killed, may have created it; the names
 * are the same in each run, so the next one finds it.
 */
export function explainAlreadyExists(
    component: pulumi.Resource,
    name: string,
    importLines: ImportLines = (existing) => importCommand(component, existing),
): pulumi.ErrorHook[] {
    return explainErrors(name, "already-exists", async ({ name: child, type }, azureSays) => {
        const [, id] = EXISTS.exec(azureSays) ?? [];
        return id === undefined
            ? undefined
            : [
                  `${nameIn(await urnOf(component))}: ${child} exists in Azure as ${id}, and this stack does not contain it. A run that ended before Azure had answered may have created it.`,
                  "  - If it belongs to this stack, import it:",
                  ...(await importLines({ name: child, type, id })).map((line) => `      ${line}`),
                  `  - If it does not, delete it with \`az resource delete --ids ${id}\`, or give the component another name.`,
              ].join("\n");
    });
}

/** Pulumi imports a child under its parent, with the provider of the program, unprotected as the component creates it. */
async function importCommand(
    component: pulumi.Resource,
    { name, type, id }: { name: string; type: string; id: string },
): Promise<string[]> {
    const provider = component.getProvider(type);
    const named = async (option: string, resource: pulumi.Resource) => {
        const urn = await urnOf(resource);
        return ` --${option} '${nameIn(urn)}=${urn}'`;
    };
    return [
        `pulumi import ${type} ${name} ${id} --protect=false${await named("parent", component)}${provider ? await named("provider", provider) : ""}`,
        "Then run `pulumi up`.",
    ];
}

function nameIn(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}
