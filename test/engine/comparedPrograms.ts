import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PreviewOptions, Stack, UpOptions } from "@pulumi/pulumi/automation";
import { changesOf, type Engine, observed, textProgram, withEngine } from "./engine";
import { said } from "./transition";

export const COMPARISON = join(__dirname, "../../examples/comparison");

/** One of the two programs of examples/comparison in a stack of its own, whose text a test changes. */
export interface ComparedProgram {
    stack: Stack;
    /** From the next run on the program is the example's with these texts replaced; each of them stands there once. */
    change(replaced: Record<string, string>): void;
    preview(): Promise<ComparedRun>;
    up(options?: UpOptions): Promise<ComparedRun>;
    /** What the deployed cluster's identities were denied, as `<operation>: <action> on <name of the scope>`. */
    denied(): Promise<string[]>;
    /** Object id of the kubelet identity. */
    kubeletPrincipal(): Promise<string>;
    /** The cluster and its pools as Azure shows them, and roles by scope, without names that each program gives. */
    deployed(): Promise<object>;
}

/** What a run did, or would do, and its warnings and errors. */
export interface ComparedRun {
    steps: string[];
    said: string;
    failed: boolean;
}

/** Both programs, on one Azure. */
export interface Compared extends Engine {
    handwritten: ComparedProgram;
    component: ComparedProgram;
}

/** Role assignments take effect after a minute, as in Azure they may. */
export const PROPAGATION_SECONDS = 60;

export async function withBoth(use: (compared: Compared) => Promise<void>): Promise<void> {
    const texts = { handwritten: await sourceOf("handwritten"), component: await sourceOf("component") };
    const original = { ...texts };
    await withEngine(
        textProgram(() => texts.handwritten),
        { project: "handwritten", propagationDelaySeconds: PROPAGATION_SECONDS },
        async (engine) => {
            const program = (name: keyof typeof texts, stack: Stack): ComparedProgram => ({
                stack,
                change: (replaced) => {
                    texts[name] = Object.entries(replaced).reduce(replaceOnce, original[name]);
                },
                preview: () => runOf((options) => stack.preview(options)),
                up: (given) => runOf((options) => stack.up({ ...options, ...given })),
                denied: () => deniedOf(engine, stack),
                kubeletPrincipal: () => kubeletPrincipalOf(stack),
                deployed: () => deployedBy(engine, stack),
            });
            const other = await engine.openAnother(
                "component",
                textProgram(() => texts.component),
            );
            await use({
                ...engine,
                handwritten: program("handwritten", engine.stack),
                component: program("component", other),
            });
        },
    );
}

function sourceOf(name: "handwritten" | "component"): Promise<string> {
    return readFile(join(COMPARISON, name, "index.ts"), "utf8");
}

function replaceOnce(text: string, [from, to]: [string, string]): string {
    const [before, after, ...more] = text.split(from);
    if (before === undefined || after === undefined || more.length > 0) {
        throw new Error(`The program has ${JSON.stringify(from)} not just once.`);
    }
    return before + to + after;
}

async function runOf(run: (options: PreviewOptions & UpOptions) => Promise<object>): Promise<ComparedRun> {
    let failed = false;
    const { events } = await observed((options) =>
        run(options).catch(() => {
            failed = true;
        }),
    );
    return { steps: changesOf(events).filter(isLogical).sort(), said: said(events), failed };
}

/** A replacement is told as a whole, too; a refresh tells of everything. */
const isLogical = (step: string) => !/^(create-replacement|delete-replaced|refresh) /.test(step);

async function kubeletPrincipalOf(stack: Stack): Promise<string> {
    const identities = await resourcesOf(stack, "azure-native:managedidentity:UserAssignedIdentity");
    return String(identities.find(({ urn }) => urn.endsWith("kubelet"))?.outputs.principalId);
}

async function deployedBy({ arm }: Engine, stack: Stack): Promise<object> {
    const { clusterId } = await stack.outputs();
    const { body } = await arm.get(clusterId?.value, { apiVersion: "2025-09-01" });
    const { agentPoolProfiles, networkProfile } = body.properties as unknown as Record<string, object[]>;
    const roleAssignments = await resourcesOf(stack, "azure-native:authorization:RoleAssignment");
    return {
        identity: body.identity.type,
        networkProfile,
        pools: agentPoolProfiles?.map((pool) => ({ ...pool, vnetSubnetID: undefined, eTag: undefined })),
        roles: roleAssignments
            .map(({ inputs }) => `${lastOf(inputs.roleDefinitionId)} on ${String(inputs.scope).split("/").at(-2)}`)
            .sort(),
    };
}

const lastOf = (id: unknown) => String(id).split("/").at(-1);

async function resourcesOf(stack: Stack, type: string): Promise<StateResource[]> {
    const { resources } = (await stack.exportStack()).deployment as { resources: StateResource[] };
    return resources.filter((resource) => resource.type === type);
}

interface StateResource {
    urn: string;
    type: string;
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}

async function deniedOf({ jobs, declareWorkload }: Engine, stack: Stack): Promise<string[]> {
    const { clusterName, registryId } = await stack.outputs();
    await declareWorkload(clusterName?.value, { registries: [registryId?.value] });
    const all = await jobs(clusterName?.value);
    expect(all.length).toBeGreaterThan(10);
    return all
        .filter(({ allowed }) => !allowed)
        .map(({ operation, action, scope }) => `${operation}: ${action} on ${scope.split("/").at(-1)}`);
}
