import type { ManagedIdentityAksClusterArgs } from "../../args";
import { shellArgument } from "../azArguments";
import { commands, list, section, table } from "../blocks";
import type { FromLive } from "../live/argsFromLive";
import type { Limit } from "../live/limits";
import { type Block, ExitCode, type Report } from "../report";
import { type Language, programOf } from "./program";

export interface AdoptData {
    /** Logical name of the component. */
    name: string;
    language: Language;
    /** The program, as text. */
    program: string;
    /** Settings that prevent the component from managing the cluster. */
    blockers: Limit[];
    /** Settings that no input expresses. */
    notExpressible: Limit[];
    /** Role assignments that `pulumi up` would create. */
    missing: { identity: string; role: string; scope: string; description: string }[];
    warnings: string[];
}

/** How the command was called: the next steps repeat it. */
export interface AdoptCall {
    /** The command line of this run, without the options for files that it writes, and without the preview. */
    command: string;
    /** Whether the cluster came from standard input. */
    readsStdin: boolean;
    preview: string;
    importFile: string;
    /** Whether this run writes the import file. */
    imports: boolean;
}

const CALL: AdoptCall = {
    command: "managed-identity-aks adopt cluster.json",
    readsStdin: false,
    preview: "preview.json",
    importFile: "import.json",
    imports: false,
};

/**
 * The program that describes a live cluster as it is, and what it cannot say. `FollowUp` where `pulumi up` would create
 * role assignments or where none were read, `Rejected` where something keeps the component from managing the cluster.
 */
export function adoptReport(
    { args, blockers, notExpressible, ignored, missing, warnings }: FromLive,
    language: Language,
    name = "aks",
    call: AdoptCall = CALL,
): Report<AdoptData> {
    const program = programOf({ language, name, args, ignored });
    const data: AdoptData = {
        name,
        language,
        program: `${program.join("\n")}\n`,
        blockers,
        notExpressible,
        missing: missing.map(({ identity, role, scope, description }) => ({
            identity,
            role: role.name,
            scope: typeof scope === "string" ? scope : "the cluster",
            description,
        })),
        warnings,
    };
    return {
        kind: "adopt",
        version: 1,
        data,
        exitCode: exitCodeOf(data, args),
        blocks: [
            { kind: "heading", level: 1, text: `Adoption of ${args.clusterName}` },
            ...section(2, "Why the component cannot manage the cluster", limitsTable(blockers)),
            { kind: "heading", level: 2, text: "Program" },
            { kind: "code", language: language === "typescript" ? "ts" : "yaml", lines: program },
            ...section(2, "Settings that the program does not have", limitsTable(notExpressible)),
            ...section(2, "Role assignments that `pulumi up` creates", missingTable(data.missing)),
            ...section(2, "Warnings", list(warnings)),
            ...section(2, "Next steps", nextSteps(args, language, call)),
        ],
    };
}

function exitCodeOf({ blockers, missing }: AdoptData, { roleAssignmentMode }: ManagedIdentityAksClusterArgs): ExitCode {
    if (blockers.length > 0) {
        return ExitCode.Rejected;
    }
    return missing.length > 0 || roleAssignmentMode !== undefined ? ExitCode.FollowUp : ExitCode.Ok;
}

function limitsTable(found: Limit[]): Block[] {
    return table(
        ["property or input", "reason"],
        found.map(({ path, reason }) => [path, reason]),
    );
}

function missingTable(missing: AdoptData["missing"]): Block[] {
    return table(
        ["identity", "role", "scope", "reason"],
        missing.map(({ identity, role, scope, description }) => [identity, role, scope, description]),
    );
}

function nextSteps(
    { roleAssignmentMode }: ManagedIdentityAksClusterArgs,
    language: Language,
    call: AdoptCall,
): Block[] {
    const read =
        roleAssignmentMode === undefined
            ? []
            : [
                  "The role assignments of the cluster are not known, so the program creates none (roleAssignmentMode Skip). Pass the output of `az role assignment list --all` with --role-assignments and, if the cluster uses a service principal, its object id with --service-principal-object-id.",
              ];
    const { command, readsStdin, imports } = call;
    const [preview, importFile] = [call.preview, call.importFile].map(shellArgument);
    const steps: readonly { isLeft: boolean; text: string; commands?: string[] }[] = [
        {
            isLeft: !imports && language === "yaml",
            text: "Install the plugin managed-identity-aks, without which Pulumi cannot run a program in YAML: docs/languages.md of the package says how.",
        },
        { isLeft: !imports, text: "Put the program into a Pulumi project, with its own stack or an existing one." },
        {
            isLeft: !imports,
            text: "Preview it, and write the import file from that preview.",
            commands: [
                `pulumi preview --json --show-sames > ${preview}`,
                `${command} --preview ${preview} --import-file ${importFile}`,
            ],
        },
        {
            isLeft: !imports && readsStdin,
            text: "Pass the same cluster on standard input again when you write the import file.",
        },
        {
            isLeft: true,
            text: "Import: this adds the cluster to the state without a request to Azure (Pulumi CLI 3.254 or newer).",
            commands: [`pulumi import --file ${importFile} --protect=false --generate-code=false`],
        },
        {
            isLeft: true,
            text: "Preview again. It shows no change. Then remove the input adopt.",
            commands: ["pulumi preview"],
        },
    ];
    const left = steps.filter(({ isLeft }) => isLeft);
    return [
        ...list(read),
        ...list(left.map(({ text }) => text)),
        ...commands(left.flatMap((step) => step.commands ?? [])),
    ];
}
