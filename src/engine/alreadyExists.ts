import type * as pulumi from "@pulumi/pulumi";
import { nameInUrn } from "../values";
import { explainErrors } from "./hooks";
import { urnOf } from "./sdk";

/** The id of a resource that Azure has and the stack does not, in azure-native's words; undefined in other errors. */
export function alreadyExistingId(azureSays: string): string | undefined {
    return /cannot create already existing resource '([^']+)'/i.exec(azureSays)?.[1];
}

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
        const id = alreadyExistingId(azureSays);
        return id === undefined
            ? undefined
            : [
                  `${nameInUrn(await urnOf(component))}: ${child} exists in Azure as ${id}, and this stack does not contain it. A run that ended before Azure had answered may have created it.`,
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
        return ` --${option} '${nameInUrn(urn)}=${urn}'`;
    };
    return [
        `pulumi import ${type} ${name} ${id} --protect=false${await named("parent", component)}${provider ? await named("provider", provider) : ""}`,
        "Then run `pulumi up`.",
    ];
}
