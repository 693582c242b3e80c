import type { LoggedRequest } from "../../local-azure/contract";
import { isWithin } from "../../local-azure/kernel/resourceId";
import { assign, type MadeIdentity, putRole } from "../local-azure/harness";
import { type Actions, allActions, type Deployment, LINKED, NEEDS, sorted } from "./deployerNeeds";
import {
    argsOf,
    conditionOf,
    DEPLOYMENTS,
    deploymentsOf,
    makeDeployer,
    type Platform,
    withPlatform,
} from "./deployments";
import type { Engine } from "./engine";

/**
 * The actions of `docs/deployer-actions.md`. Each deployment has a deployer of its own, with two custom roles of the actions that
 * the page documents for it. It is shown that they are
 *
 * - sufficient: the engine deploys and destroys everything;
 * - exact: the log tells what each request required, and the requests of each deployer required the same actions;
 * - necessary: a request that required an action is sent again without it, and refused, once for each action of each row.
 *   That a refusal fails the deployment, and with which words, the engine shows for three of them.
 */
test("custom roles with the documented actions deploy every scenario, and need each of their actions", async () => {
    await withPlatform(async (engine, platform) => {
        const deployers: Deployer[] = [];
        for (const name of DEPLOYMENTS) {
            deployers.push(await makeCustom(engine, platform, name));
        }
        const clientId = Object.fromEntries(deployers.map(({ name, identity }) => [name, identity.clientId]));
        const stack = await engine.openAnother("clusters", deploymentsOf(platform, { clientId }));
        engine.newRequests();
        await stack.up();
        const deploying = engine.newRequests();
        await expectNecessary(engine, deployers, deploying, (action) => !isDelete(action));
        await stack.destroy();
        const destroying = engine.newRequests();
        await expectNecessary(engine, deployers, destroying, isDelete);

        const requests = [...deploying, ...destroying];
        for (const deployer of deployers) {
            const { name, documented } = deployer;
            expect({ name, ...requiredOf(deployer, requests) }).toEqual({ name, ...documented });
        }
        expect(linkedOf(deployers, requests)).toEqual(sorted(Object.keys(LINKED)));
        await expectFailures(engine, platform, deployers);
    });
});

type Place = keyof Actions;
const PLACES: Place[] = ["inGroup", "elsewhere"];

interface Deployer extends Deployment {
    identity: MadeIdentity["properties"];
    /** GUIDs of its roles. */
    roles: Record<Place, string>;
    /** Resource group of the deployment. */
    group: string;
    /** What the page says that it needs. */
    documented: Actions;
}

async function makeCustom(engine: Engine, { ground, groups, shared }: Platform, name: string): Promise<Deployer> {
    const deployment = { name, args: argsOf(name, ground) };
    const deployer: Deployer = {
        ...deployment,
        identity: await makeDeployer(engine, name),
        roles: { inGroup: nextGuid(), elsewhere: nextGuid() },
        group: groups[name] ?? "",
        documented: allActions(NEEDS.filter(({ applies }) => applies(deployment))),
    };
    await setActions(engine, deployer, deployer.documented);
    const scopes: Record<Place, string[]> = { inGroup: [deployer.group], elsewhere: shared };
    for (const place of PLACES) {
        for (const scope of scopes[place]) {
            const assigns = deployer.documented[place].includes(WRITE_ASSIGNMENT);
            const limit = assigns ? { condition: conditionOf(ground), conditionVersion: "2.0" } : {};
            const role = deployer.roles[place];
            expect((await assign(engine.arm, role, deployer.identity.principalId, scope, {}, limit)).status).toBe(201);
        }
    }
    return deployer;
}

const WRITE_ASSIGNMENT = "Microsoft.Authorization/roleAssignments/write";

let guids = 0;
function nextGuid(): string {
    guids++;
    return `00000000-0000-4000-9000-${String(guids).padStart(12, "0")}`;
}

async function setActions({ arm }: Engine, { name, roles }: Deployer, actions: Partial<Actions>): Promise<void> {
    for (const place of PLACES) {
        const list = actions[place];
        if (list !== undefined) {
            expect((await putRole(arm, roles[place], `${name}, ${place}`, list)).status).toBe(201);
        }
    }
}

/** Whether a request of this deployer required the action at this place. */
function requires(
    { identity, group }: Deployer,
    { caller, required = [] }: LoggedRequest,
    place: Place,
    action: string,
) {
    return (
        caller === identity.principalId &&
        required.some((each) => each.action === action && placeOf(group, each.scope) === place)
    );
}

function placeOf(group: string, scope: string): Place {
    return isWithin(group, scope) ? "inGroup" : "elsewhere";
}

function requiredOf({ identity, group }: Deployer, requests: LoggedRequest[]): Actions {
    const required = requests.flatMap((request) => (request.caller === identity.principalId ? request.required : []));
    return allActions(required.flatMap((each) => (each ? [{ [placeOf(group, each.scope)]: [each.action] }] : [])));
}

/** Actions that no request is named after. */
function linkedOf(deployers: Deployer[], requests: LoggedRequest[]): string[] {
    const principals = deployers.map(({ identity }) => identity.principalId);
    const required = requests.flatMap(({ caller = "", required: all = [] }) =>
        principals.includes(caller) ? [all] : [],
    );
    const named = new Set(required.map(([first]) => first?.action));
    return sorted(required.flat().flatMap(({ action }) => (named.has(action) ? [] : [action])));
}

const isDelete = (action: string) => action.endsWith("/delete");

/** Of each row that applies to some deployment, the actions that `which` chooses. */
async function expectNecessary(
    engine: Engine,
    deployers: Deployer[],
    requests: readonly LoggedRequest[],
    which: (action: string) => boolean,
): Promise<void> {
    const rows = NEEDS.flatMap((need) =>
        PLACES.flatMap((place) => (need[place] ?? []).filter(which).map((action) => ({ need, place, action }))),
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { need, place, action } of rows) {
        const deployer = deployers.find((each) => need.applies(each));
        const request = requests.find((each) => deployer && requires(deployer, each, place, action));
        const refused = deployer && request && (await refusalOf(engine, deployer, place, action, request));
        expect({ row: need.title, place, action, refused }).toEqual({
            row: need.title,
            place,
            action,
            refused: action,
        });
    }
}

/** The action that Azure's answer names, when the deployer lacks one and sends the request again. */
async function refusalOf(
    engine: Engine,
    deployer: Deployer,
    place: Place,
    action: string,
    { method, path, query, body }: LoggedRequest,
): Promise<string | undefined> {
    await setActions(engine, deployer, without(deployer, place, action));
    const answer = await engine.arm.send(method, path, {
        body,
        token: await engine.arm.tokenOf(deployer.identity.principalId),
        apiVersion: query["api-version"] ?? null,
    });
    await setActions(engine, deployer, { [place]: deployer.documented[place] });
    return answer.status === 403 ? LACKED.exec(answer.body.error.message)?.[1] : `status ${answer.status}`;
}

const LACKED = /does not have (?:authorization|permission) to perform action '([^']+)'/;

function without({ documented }: Deployer, place: Place, action: string): Partial<Actions> {
    return { [place]: documented[place].filter((each) => each !== action) };
}

/** What the engine reports, and which actions previews, refreshes and destroys need alone. */
async function expectFailures(engine: Engine, platform: Platform, deployers: Deployer[]): Promise<void> {
    const deployer = deployers.find(({ name }) => name === "kubeconfig") as Deployer;
    const { name, documented, identity } = deployer;
    const program = deploymentsOf(platform, { clientId: identity.clientId, names: [name] });
    const stack = await engine.openAnother("lacking", program);
    const set = (actions: Partial<Actions>) => setActions(engine, deployer, actions);
    const only = (pattern: RegExp): Actions => ({
        inGroup: documented.inGroup.filter((action) => pattern.test(action)),
        elsewhere: documented.elsewhere.filter((action) => pattern.test(action)),
    });

    await set(without(deployer, "inGroup", WRITE_ASSIGNMENT));
    await expect(stack.up()).rejects.toThrow(
        /Status=403 Code="AuthorizationFailed" Message="The client \S+ with object id \S+ does not have authorization to perform action 'Microsoft\.Authorization\/roleAssignments\/write'/,
    );
    await set({
        ...documented,
        ...without(deployer, "elsewhere", "Microsoft.Network/virtualNetworks/subnets/join/action"),
    });
    await expect(stack.up()).rejects.toThrow(
        /Status=403 Code="LinkedAuthorizationFailed" Message=".* does not have permission to perform action 'Microsoft\.Network\/virtualNetworks\/subnets\/join\/action'/,
    );
    await set(documented);
    await stack.up();

    await set(only(/\/read$|\/listClusterUserCredential\/action$/));
    await stack.preview();
    await stack.refresh();
    await expect(stack.destroy()).rejects.toThrow(
        /does not have authorization to perform action 'Microsoft\.ContainerService\/managedClusters\/delete'/,
    );
    await set(only(/\/delete$/));
    await stack.destroy();
}
