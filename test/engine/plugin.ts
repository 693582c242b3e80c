import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AksClusterIdentities, AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import schema from "../../src/schema.json";

export type ComponentName = "AksClusterIdentities" | "AksWorkloadIdentity" | "ManagedIdentityAksCluster";

const RESOURCES: Record<string, { properties: object }> = schema.resources;

/** A component of the plugin, as the SDK of a language registers it. */
export class Remote extends pulumi.ComponentResource {
    declare readonly forClusters: pulumi.Output<unknown>;
    declare readonly clusterName: pulumi.Output<string>;
    declare readonly oidcIssuerUrl: pulumi.Output<string>;

    constructor(component: ComponentName, name: string, args: object, opts: pulumi.ComponentResourceOptions = {}) {
        const type = `managed-identity-aks:index:${component}`;
        const outputs = Object.keys(RESOURCES[type]?.properties ?? {}).map((output) => [output, undefined]);
        super(type, name, { ...Object.fromEntries(outputs), ...args }, opts, true);
    }
}

const LIBRARY = { AksClusterIdentities, AksWorkloadIdentity, ManagedIdentityAksCluster };

/** Makes components, so that one program can be run with the TypeScript library and with the plugin. */
export type MakeComponent = (
    component: ComponentName,
    ...rest: [name: string, args: object, opts?: pulumi.ComponentResourceOptions]
) => Pick<Remote, "forClusters" | "clusterName" | "oidcIssuerUrl">;

export const throughPlugin: MakeComponent = (component, ...rest) => new Remote(component, ...rest);
export const throughLibrary: MakeComponent = (component, name, args, opts) => {
    const Component = LIBRARY[component] as unknown as new (...all: [string, object, object | undefined]) => Remote;
    return new Component(name, args, opts);
};

export interface Plugin {
    port: number;
    stop(): Promise<void>;
}

/** The plugin from its sources, in a process of its own. */
export async function startPlugin(): Promise<Plugin> {
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "../../src/plugin/main.ts")], {
        cwd: join(__dirname, "../.."),
        stdio: ["ignore", "pipe", "inherit"],
    });
    return { port: await portOf(child), stop: () => stop(child) };
}

async function portOf(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        child.stdout?.once("data", (line: Buffer) => resolve(Number(line.toString().trim())));
        child.once("exit", (code) => reject(new Error(`the plugin has ended with ${code}`)));
    });
}

async function stop(child: ChildProcess): Promise<void> {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
}
