import type { Stack } from "@pulumi/pulumi/automation";
import type { LoggedRequest } from "../../local-azure/contract";
import { isWithin } from "../../local-azure/kernel/resourceId";
import { RoleAssignmentMode } from "../../src";
import { assign, contributor, type MadeIdentity, makeGroup, makeIdentity, putRole } from "../local-azure/harness";
import { type Actions, allActions, type Deployment, LINKED, NEEDS, sorted } from "./deployerNeeds";
import { assignedRoles, delegationCondition } from "./deployerPage";
import {
    argsOf,
    DEPLOYMENTS,
    type DeployedComponent,
    deploymentsOf,
    type Platform,
    platform,
    platformOf,
} from "./deployments";
import { type Engine, withEngine } from "./engine";

/**
 * Who can deploy the clusters of all scenarios: each deployer of `docs/deployer.md` but Owner, as whom scenarios.test.ts
 * deploys them. What the clusters stand on is there before. Of the custom roles is shown that they are
 *
 * - sufficient: each deployment is a principal's own, which holds the documented actions and nothing else;
 * - exact: the log of requests tells which actions the requests of that principal required, and they are the same;
 * - necessary: a request that required an action is sent again without it, and refused. That is done once for each action
 *   of each row of the page. That a refused request fails the deployment is shown on the engine, for three actions.
 */
test("every deployer of docs/deployer.md deploys every scenario, and custom roles need each of their actions", async () => {
    await withEngine(platform, { project: "platform" }, async (engine) => {
        const there = platformOf((await engine.stack.up()).outputs);
        await makeGroup(engine.arm, "deployers");
        await withCustomRoles(engine, there);
        await withAdministrator(engine, there, "administrator");
        await withCondition(engine, there);
        await withoutRoleAssignments(engine, there);
    });
});

type Place = keyof Actions;
const PLACES: Place[] = ["inGroup", "elsewhere"];

/** A deployer with custom roles, for one deployment. */
interface Custom {
    deployment: Deployment;
    /** Resource group of the deployment. */
    group: string;
    identity: MadeIdentity["properties"];
    /** GUIDs of its roles. */
    roles: Record<Place, string>;
    /** What the page says that it needs. */
    documented: Actions;
}

async function withCustomRoles(engine: Engine, there: Platform): Promise<void> {
    const deployers: Custom[] = [];
    for (const name of DEPLOYMENTS) {
        deployers.push(await makeCustom(engine, there, name));
    }
    const clientId = Object.fromEntries(
        deployers.map(({ deployment, identity }) => [deployment.name, identity.clientId]),
    );
    const stack = await engine.openAnother("custom", deploymentsOf(there, { clientId }));
    engine.newRequests();
    await stack.up();
    const deploying = engine.newRequests();
    await expectNecessary(engine, deployers, deploying, (action) => !action.endsWith("/delete"));
    await stack.destroy();
    const destroying = engine.newRequests();
    await expectNecessary(engine, deployers, destroying, (action) => action.endsWith("/delete"));

    const requests = [...deploying, ...destroying];
    const required = deployers.map((deployer) => ({ ...deployer.deployment, ...requiredOf(deployer, requests) }));
    expect(required).toEqual(deployers.map(({ deployment, documented }) => ({ ...deployment, ...documented })));
    expect(linkedOf(deployers, requests)).toEqual(sorted(Object.keys(LINKED)));
    await expectFailures(engine, there, deployers);
}

async function makeCustom(engine: Engine, { ground, groups, shared }: Platform, name: string): Promise<Custom> {
    const deployment = { name, args: argsOf(name, ground) };
    const group = groups[name] ?? "";
    const custom: Custom = {
        deployment,
        group,
        identity: (await makeIdentity(engine.arm, name, "deployers")).properties,
        roles: { inGroup: nextGuid(), elsewhere: nextGuid() },
        documented: allActions(NEEDS.filter(({ applies }) => applies(deployment))),
    };
    await setActions(engine, custom, custom.documented);
    const assignments: [Place, string][] = [
        ["inGroup", group],
        ...shared.map((id): [Place, string] => ["elsewhere", id]),
    ];
    for (const [place, scope] of assignments) {
        await assign(engine.arm, custom.roles[place], custom.identity.principalId, scope);
    }
    return custom;
}

let guids = 0;
function nextGuid(): string {
    guids++;
    return `00000000-0000-4000-9000-${String(guids).padStart(12, "0")}`;
}

async function setActions({ arm }: Engine, { deployment, roles }: Custom, actions: Partial<Actions>): Promise<void> {
    for (const place of PLACES) {
        const list = actions[place];
        if (list !== undefined) {
            expect((await putRole(arm, roles[place], `${deployment.name}, ${place}`, list)).status).toBe(201);
        }
    }
}

/** Its own requests, with what each required, by place. */
function requiredOf({ identity, group }: Custom, requests: readonly LoggedRequest[]): Actions {
    const required = requests.flatMap(({ caller, required: all = [] }) => (caller === identity.principalId ? all : []));
    const [inGroup, elsewhere] = [true, false].map((inside) =>
        required.filter(({ scope }) => isWithin(group, scope) === inside).map(({ action }) => action),
    );
    return allActions([{ inGroup, elsewhere }]);
}

/** Actions that were required only besides the one that a request is named after. */
function linkedOf(deployers: Custom[], requests: readonly LoggedRequest[]): string[] {
    const principals = new Set(deployers.map(({ identity }) => identity.principalId));
    const own = requests.filter(({ caller }) => principals.has(caller ?? ""));
    const named = own.map(({ required = [] }) => required[0]?.action);
    const others = own.flatMap(({ required = [] }) => required.slice(1).map(({ action }) => action));
    return sorted(others.filter((action) => !named.includes(action)));
}

async function expectNecessary(
    engine: Engine,
    deployers: Custom[],
    requests: readonly LoggedRequest[],
    which: (action: string) => boolean,
): Promise<void> {
    const refusals: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const need of NEEDS) {
        const deployer = deployers.find(({ deployment }) => need.applies(deployment)) as Custom;
        for (const place of PLACES) {
            for (const action of (need[place] ?? []).filter(which)) {
                const key = `${need.title}: ${action} ${place}`;
                refusals[key] = await refusalWithout(engine, deployer, place, action, requests);
                expected[key] = action;
            }
        }
    }
    expect(Object.keys(expected).length).toBeGreaterThan(10);
    expect(refusals).toEqual(expected);
}

/** The action that is missing, in Azure's words, when the first request that required it is sent again without it. */
async function refusalWithout(
    engine: Engine,
    deployer: Custom,
    place: Place,
    action: string,
    requests: readonly LoggedRequest[],
): Promise<string> {
    const { identity, group, documented } = deployer;
    const request = requests.find(
        ({ caller, required = [] }) =>
            caller === identity.principalId &&
            required.some((each) => each.action === action && isWithin(group, each.scope) === (place === "inGroup")),
    );
    if (request === undefined) {
        return "no request requires it";
    }
    await setActions(engine, deployer, { [place]: documented[place].filter((each) => each !== action) });
    const { status, body } = await engine.arm.send(request.method, request.path, {
        body: request.body,
        token: await engine.arm.tokenOf(identity.principalId),
        apiVersion: request.query["api-version"] ?? null,
    });
    await setActions(engine, deployer, { [place]: documented[place] });
    const [, refused] = /(?:does not have (?:authorization|permission) to perform action) '([^']+)'/.exec(
        body?.error?.message ?? "",
    ) ?? [undefined, "none"];
    return status === 403 ? String(refused) : `status ${status}`;
}

/** What the engine reports. */
async function expectFailures(engine: Engine, there: Platform, deployers: Custom[]): Promise<void> {
    const name = "kubeconfig";
    const deployer = deployers.find(({ deployment }) => deployment.name === name) as Custom;
    const { documented, identity } = deployer;
    const program = deploymentsOf(there, { clientId: identity.clientId, names: [name] });
    const stack = await engine.openAnother("lacking", program);
    const failure = async (place: Place, action: string, run: (stack: Stack) => Promise<unknown>) => {
        await setActions(engine, deployer, { [place]: documented[place].filter((each) => each !== action) });
        const said = await failureOf(() => run(stack));
        await setActions(engine, deployer, documented);
        return said;
    };
    expect(await failure("inGroup", "Microsoft.Authorization/roleAssignments/write", () => stack.up())).toMatch(
        /AuthorizationFailed.* does not have authorization to perform action 'Microsoft\.Authorization\/roleAssignments\/write'/,
    );
    const join = "Microsoft.Network/virtualNetworks/subnets/join/action";
    expect(await failure("elsewhere", join, () => stack.up())).toMatch(
        /LinkedAuthorizationFailed.* it does not have permission to perform action 'Microsoft\.Network\/virtualNetworks\/subnets\/join\/action'/,
    );
    await stack.up();

    const only = (pattern: RegExp) => ({
        inGroup: documented.inGroup.filter((action) => pattern.test(action)),
        elsewhere: documented.elsewhere.filter((action) => pattern.test(action)),
    });
    await setActions(engine, deployer, only(/\/(?:read|listClusterUserCredential\/action)$/));
    await stack.preview();
    await stack.refresh();
    await setActions(engine, deployer, only(/\/delete$/));
    expect(
        await failure("inGroup", "Microsoft.ContainerService/managedClusters/delete", () => stack.destroy()),
    ).toContain("does not have authorization to perform action 'Microsoft.ContainerService/managedClusters/delete'");
    await setActions(engine, deployer, only(/\/delete$/));
    await stack.destroy();
}

function failureOf(run: () => Promise<unknown>): Promise<string> {
    return run().then(
        () => "succeeded",
        ({ message }: Error) => message,
    );
}

const ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";

/** Contributor and Role Based Access Control Administrator: all deployments, and then none of them. */
async function withAdministrator(engine: Engine, there: Platform, name: string, condition?: string): Promise<string> {
    const { principalId, clientId } = await makeContributor(engine, there, name);
    for (const scope of scopesOf(there)) {
        const more = condition === undefined ? {} : { condition, conditionVersion: "2.0" };
        expect((await assign(engine.arm, ADMINISTRATOR, principalId, scope, {}, more)).status).toBe(201);
    }
    const stack = await engine.openAnother(name, deploymentsOf(there, { clientId }));
    await stack.up();
    await stack.destroy();
    return clientId;
}

/** The same with the page's condition, to which the custom roles that two scenarios name are added. */
async function withCondition(engine: Engine, there: Platform): Promise<void> {
    const { joiner, linker } = there.ground;
    const custom = [joiner, linker].map(({ id }) => lastSegmentOf(id as unknown as string));
    const clientId = await withAdministrator(
        engine,
        there,
        "limited",
        delegationCondition([...assignedRoles(), ...custom]),
    );

    const beyond = { name: "all", role: "Contributor", scope: there.groups.created ?? "" };
    const args = { extraRoleAssignments: [beyond] };
    const stack = await engine.openAnother("beyond", deploymentsOf(there, { clientId, names: ["created"], args }));
    expect(await failureOf(() => stack.up())).toMatch(
        /AuthorizationFailed.* has an authorization with ABAC condition that is not fulfilled to perform action 'Microsoft\.Authorization\/roleAssignments\/write'/,
    );
    await stack.destroy();
}

const lastSegmentOf = (id: string) => id.split("/").pop() ?? "";

/** Contributor alone, while somebody else runs the commands that the components print. */
async function withoutRoleAssignments(engine: Engine, there: Platform): Promise<void> {
    const { clientId } = await makeContributor(engine, there, "contributor");
    const program = deploymentsOf(there, { clientId, args: { roleAssignments: RoleAssignmentMode.Skip } });
    const stack = await engine.openAnother("skip", program);
    const printed: string[] = [];
    const run = async (commands: string[]) => {
        for (const command of commands) {
            await runCommand(engine, command);
        }
    };
    engine.meanwhile = () => run(printed.splice(0));
    const { outputs } = await stack.up({
        onEvent: ({ diagnosticEvent }) => printed.push(...(diagnosticEvent?.message.match(COMMAND) ?? [])),
    });
    engine.meanwhile = undefined;
    await run(printed);
    for (const { value } of Object.values(outputs)) {
        const { clusterName } = value as DeployedComponent;
        const jobs = clusterName === undefined ? [] : await engine.jobs(clusterName);
        expect(jobs.filter(({ allowed }) => !allowed)).toEqual([]);
    }
    await stack.destroy();
}

const COMMAND = /az role assignment create --assignee-object-id \S+ .*? --scope '[^']+'/g;

/** As Owner. */
async function runCommand({ arm }: Engine, command: string): Promise<void> {
    const [, principalId = "", role = "", scope = ""] =
        /--assignee-object-id (\S+) .*--role '(?:[^']*\/)?([^'/]+)' --scope '([^']+)'/.exec(command) ?? [];
    expect((await assign(arm, role, principalId, scope)).status).toBe(201);
}

async function makeContributor({ arm }: Engine, there: Platform, name: string): Promise<MadeIdentity["properties"]> {
    const { properties } = await makeIdentity(arm, name, "deployers");
    for (const scope of scopesOf(there)) {
        expect((await assign(arm, contributor, properties.principalId, scope)).status).toBe(201);
    }
    return properties;
}

function scopesOf({ groups, shared }: Platform): string[] {
    return [...shared, ...Object.values(groups)];
}
