import * as pulumi from "@pulumi/pulumi";
import { declarations } from "../../local-azure/providers/azure-native/declared";
import { generatorSchema } from "../../scripts/generatorSchema";
import type { PackageSchema } from "../../scripts/packageSchema";
import { promiseOf, withoutSecrets } from "../../src/engine/sdk";
import { type MockedResource, setAzureMocks } from "../../src/testing";
import { VM_SIZE } from "../engine/program";
import { makeScenarioGround, type ScenarioGround } from "../engine/scenarioGround";
import { SCENARIOS } from "../engine/scenarios";
import { ownInputs } from "./ownInputs";
import { namesIn, type Program, type ProgramResource, referenceTo } from "./program";
import { QUICKSTART } from "./quickstart";

export interface TracedScenarios {
    programs: Record<string, Program>;
    /** Arguments of the clusters, with ids such as Azure has. */
    args: Record<string, object>;
    /** Of what the programs use of azure-native. */
    schema: PackageSchema;
}

const CLUSTER = "aks";

/** What a user has already: values of the configuration. */
const CONFIG: Program["config"] = {
    registryId: { meaning: "resource id of the registry" },
    servicePrincipalClientId: { meaning: "application (client) id of the service principal" },
    servicePrincipalClientSecret: { meaning: "a client secret of it", secret: true },
    tenantId: { meaning: "az account show --query tenantId" },
};

/** The program of each scenario: its cluster, and of the ground what the cluster stands on. The quickstart is one more. */
export async function traceScenarios(): Promise<TracedScenarios> {
    const azure = await setAzureMocks();
    const args = await argsOn(makeScenarioGround());
    await azure.registered();

    const mocks = await setAzureMocks({
        resources: Object.fromEntries(
            Object.entries(declarations.resources).map(([type, { outputs }]) => [
                type,
                ({ name }) => ({ id: referenceTo(name, "id"), state: references(name, outputs) }),
            ]),
        ),
        calls: {
            "azure-native:authorization:getClientConfig": () => ({ tenantId: referenceTo("tenantId") }),
        },
    });
    const traced = await argsOn(documented(makeScenarioGround()));
    const registered = (await mocks.registered()).filter(({ type }) => type.startsWith("azure-native:"));
    const schema = generatorSchema(new Set(registered.map(({ type }) => type)));
    const ground = registered.map((resource) => resourceOf(resource, schema));
    const programs = Object.entries(traced).map(([name, inputs]) => [name, programOf(ground, inputs)]);
    return { programs: { ...Object.fromEntries(programs), quickstart: QUICKSTART }, args, schema };
}

/** Arguments of each cluster. */
async function argsOn(ground: ScenarioGround): Promise<Record<string, Record<string, unknown>>> {
    const args = Object.entries(SCENARIOS).map(async ([name, scenario]) => {
        const inputs = {
            resourceGroupName: ground.group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: ground.subnets.system.id },
            ...scenario.args(ground),
        };
        return [name, withoutSecrets(await promiseOf(pulumi.output<Record<string, unknown>>(inputs)))] as const;
    });
    return Object.fromEntries(await Promise.all(args));
}

/** The ground as a page shows it: what a program cannot create is the user's own. */
function documented(ground: ScenarioGround): ScenarioGround {
    return {
        ...ground,
        admins: { ...ground.admins, displayName: pulumi.output("cluster-admins") } as ScenarioGround["admins"],
        abacRegistry: {
            ...ground.abacRegistry,
            id: pulumi.output(referenceTo("registryId")),
        } as ScenarioGround["abacRegistry"],
        legacy: {
            clientId: pulumi.output(referenceTo("servicePrincipalClientId")),
            clientSecret: pulumi.output(referenceTo("servicePrincipalClientSecret")),
        },
    };
}

function programOf(ground: ProgramResource[], inputs: Record<string, unknown>): Program {
    const cluster: ProgramResource = {
        name: CLUSTER,
        type: "managed-identity-aks:index:ManagedIdentityAksCluster",
        inputs,
        dependsOn: [],
    };
    const names = namesIn(inputs);
    const resources = [...ground]
        .reverse()
        .filter((resource) => {
            const isUsed = names.has(resource.name);
            if (isUsed) for (const name of namesIn(resource.inputs)) names.add(name);
            return isUsed;
        })
        .reverse();
    return {
        config: Object.fromEntries(Object.entries(CONFIG).filter(([name]) => names.has(name))),
        resources: [
            ...resources.map((resource) => ({ ...resource, dependsOn: keptOf(resource, names, ground) })),
            cluster,
        ],
        outputs: {
            clusterName: referenceTo(CLUSTER, "clusterName"),
            identityProfile: referenceTo(CLUSTER, "identityProfile"),
        },
    };
}

/** What it depends on, past what the program does not have. */
function keptOf({ dependsOn }: ProgramResource, names: Set<string>, ground: ProgramResource[]): string[] {
    return dependsOn.flatMap((name) => {
        const other = ground.find((each) => each.name === name);
        return other === undefined || names.has(name) ? name : keptOf(other, names, ground);
    });
}

function resourceOf(
    { name, type, inputs, dependsOn, retainOnDelete }: MockedResource,
    schema: PackageSchema,
): ProgramResource {
    const implied = namesIn(inputs);
    return {
        name,
        type,
        inputs: ownInputs(type, inputs, schema),
        dependsOn: dependsOn.filter((each) => !implied.has(each)),
        retainOnDelete,
    };
}

function references(name: string, properties: object): Record<string, string> {
    return Object.fromEntries(Object.keys(properties).map((key) => [key, referenceTo(name, key)]));
}
