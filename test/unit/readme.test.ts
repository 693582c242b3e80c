import { join } from "node:path";
import * as ts from "typescript";
import { type PublicExport, publicExports } from "../../scripts/publicExports";
import { blocksOf, PAGES, sideOf } from "../readme";

const ROOT = join(__dirname, "../..");

describe("every program on a page and every example of a doc comment compiles, with the package by its name", () => {
    const snippets = [...PAGES.flatMap(programsOf), ...publicExports().flatMap(examplesOf)];
    const mistakes = mistakesOf(snippets);
    test.each(snippets.map(({ place, file }) => [place, file]))("%s", (_, file) => {
        expect(mistakes.filter((mistake) => mistake.file === file).map(({ text }) => text)).toEqual([]);
    });
});

/** A program on a page, as TypeScript is to see it. */
interface Program {
    /** `README.md:33`. */
    place: string;
    file: string;
    text: string;
}

/** Blocks of TypeScript, and both sides of blocks that show a change of it. */
function programsOf(page: string): Program[] {
    return blocksOf(page).flatMap(({ kind, line, text }) => {
        const place = `${page}:${line}`;
        const program = (name: string, side: string) => ({
            place: `${place} ${name}`.trim(),
            file: join(ROOT, `${`${place} ${name}`.replace(/\W+/g, "-")}.ts`),
            text: /^ *import /m.test(side) ? side : inArguments(side),
        });
        if (kind === "diff") {
            return [program("before", sideOf(text, "-")), program("after", sideOf(text, "+"))];
        }
        return kind === "ts" ? [program("", text)] : [];
    });
}

/** Examples of a type of inputs are objects of this type, and use resources of the reader's program. */
function examplesOf({ name, examples }: PublicExport): Program[] {
    return examples.map((example, index) => ({
        place: `${name}, example ${index + 1}`,
        file: join(ROOT, `example-${name}-${index}.ts`),
        text: `
            import type { Config, CustomResource, Output } from "@pulumi/pulumi";
            import type { AksClusterIdentities, ManagedIdentityAksCluster, ${name} } from "managed-identity-aks";

            declare const config: Config;
            declare const group: CustomResource & { name: Output<string> };
            declare const groupId: string, subnetId: string, existingId: string, condition: string;
            declare const cluster: ManagedIdentityAksCluster, identities: AksClusterIdentities;
            declare const identity: CustomResource, kubeletIdentity: CustomResource, registry: CustomResource;
            declare const virtualNetwork: CustomResource, subnet: CustomResource, podSubnet: CustomResource;
            declare const apiServerSubnet: CustomResource, publicIp: CustomResource, routeTable: CustomResource;
            declare const natGateway: CustomResource, gateway: CustomResource, dnsZone: CustomResource;
            declare const privateDnsZone: CustomResource, vault: CustomResource, workspace: CustomResource;
            declare const diskEncryptionSet: CustomResource;
            export const example: ${name} = ${example};
        `,
    }));
}

/** A block without imports is a part of a cluster's arguments, and uses resources of the reader's program. */
function inArguments(text: string): string {
    return `
        import type { Config, CustomResource } from "@pulumi/pulumi";
        import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "managed-identity-aks";

        declare const config: Config;
        declare const group: CustomResource, identity: CustomResource, privateDnsZone: CustomResource;
        declare const registry: CustomResource, subnet: CustomResource;
        declare const vault: CustomResource, workspace: CustomResource;
        declare const required: Pick<ManagedIdentityAksClusterArgs, "resourceGroupName" | "systemNodePool">;
        new ManagedIdentityAksCluster("aks", { ...required, ${text} });
    `;
}

function mistakesOf(programs: Program[]): { file: string; text: string }[] {
    const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
    // What an excerpt declares, the reader uses.
    options.noUnusedLocals = false;
    const texts = new Map(programs.map(({ file, text }) => [file, text]));
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (file) => texts.has(file) || fileExists(file);
    host.readFile = (file) => texts.get(file) ?? readFile(file);
    host.getSourceFile = (file, languageVersion, ...rest) => {
        const text = texts.get(file);
        return text === undefined
            ? getSourceFile(file, languageVersion, ...rest)
            : ts.createSourceFile(file, text, languageVersion);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    return [...texts.keys()].flatMap((file) =>
        ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText }) => ({
            file,
            text: ts.flattenDiagnosticMessageText(messageText, "\n"),
        })),
    );
}
