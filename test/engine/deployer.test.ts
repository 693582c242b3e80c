import { isWithin } from "../../local-azure/kernel/resourceId";
import type { LoggedRequest } from "../../local-azure/contract";
import { RoleAssignmentMode } from "../../src";
import { assign, contributor, makeGroup, makeIdentity, putRole } from "../local-azure/harness";
import { type Actions, actionsOf, sorted } from "./deployerNeeds";
import { argsOf, type DeployedComponent, DEPLOYMENTS, deploymentsOf, type Platform, platform, platformOf } from "./deployments";
import { type Engine, withEngine } from "./engine";
import type { Stack } from "@pulumi/pulumi/automation";

const ROLE_BASED_ACCESS_CONTROL_ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
const time = async <T>(what: string, run: () => Promise<T>) => {
    const start = Date.now();
    const r = await run();
    process.stderr.write(`${what} ${Date.now() - start} ms\n`);
    return r;
};

test("deployers", async () => {
    await withEngine(platform, { project: "platform" }, async (engine) => {
        const there = platformOf((await time("platform", () => engine.stack.up())).outputs);
        await makeGroup(engine.arm, "deployers");
        await leastRoles(engine, there);
        await delegated(engine, there, "conditional", true);
        await delegated(engine, there, "free", false);
        await skipping(engine, there);
    });
}, 600_000);

interface CustomDeployer {
    principalId: string;
    clientId: string;
    /** GUIDs of its roles, in the resource group of the deployment and elsewhere. */
    roles: Record<keyof Actions, string>;
    actions: Actions;
}

async function leastRoles(engine: Engine, there: Platform) {
    const { arm } = engine;
    const deployers: Record<string, CustomDeployer> = {};
    // Which role assignments there will be follows from the arguments, too; here from what other scenarios tell.
    await time("custom", async () => {
        for (const name of DEPLOYMENTS) {
            const { principalId, clientId } = (await makeIdentity(arm, name, "deployers")).properties;
            deployers[name] = { principalId, clientId, roles: { inGroup: guid(), elsewhere: guid() }, actions: { inGroup: ["*"], elsewhere: ["*"] } };
            await putRoles(engine, name, deployers[name]);
            const { roles } = deployers[name];
            await assign(arm, roles.inGroup, principalId, there.groups[name] ?? "");
            for (const group of there.shared) await assign(arm, roles.elsewhere, principalId, group);
        }
    });
    const clientId = Object.fromEntries(Object.entries(deployers).map(([name, { clientId: id }]) => [name, id]));
    const stack = await engine.openAnother("least", deploymentsOf(there, { clientId }));
    engine.newRequests();
    const { outputs } = await time("up", () => stack.up());
    await time("preview", () => stack.preview());
    await time("refresh", () => stack.refresh());
    await time("destroy", () => stack.destroy());
    const requests = engine.newRequests();
    for (const name of DEPLOYMENTS) {
        const group = there.groups[name] ?? "";
        const { roleAssignments } = outputs[name]?.value as DeployedComponent;
        const documented = actionsOf({
            name,
            args: argsOf(name, there.ground),
            assignsInGroup: roleAssignments.some(({ scope }) => isWithin(group, scope)),
            assignsElsewhere: roleAssignments.some(({ scope }) => !isWithin(group, scope)),
        });
        const own = requests.filter(({ caller }) => caller === deployers[name]?.principalId);
        const required = own.flatMap((r) => r.required ?? []);
        const recorded = {
            inGroup: sorted(required.filter(({ scope }) => isWithin(group, scope)).map(({ action }) => action)),
            elsewhere: sorted(required.filter(({ scope }) => !isWithin(group, scope)).map(({ action }) => action)),
        };
        if (JSON.stringify(documented) !== JSON.stringify(recorded)) {
            for (const w of ["inGroup", "elsewhere"] as const)
                process.stderr.write(`${name} ${w} undocumented ${recorded[w].filter((a) => !documented[w].includes(a))} surplus ${documented[w].filter((a) => !recorded[w].includes(a))}\n`);
        }
        const d = deployers[name] as CustomDeployer;
        d.actions = documented;
    }
    await time("replay", async () => {
        let n = 0;
        for (const name of DEPLOYMENTS) {
            const d = deployers[name] as CustomDeployer;
            const group = there.groups[name] ?? "";
            const token = await arm.tokenOf(d.principalId);
            const own = requests.filter(({ caller }) => caller === d.principalId);
            for (const w of ["inGroup", "elsewhere"] as const) {
                for (const action of d.actions[w]) {
                    n++;
                    await putRoles(engine, name, { ...d, actions: { ...d.actions, [w]: d.actions[w].filter((a) => a !== action) } });
                    const r = own.find(({ required = [] }) => required.some((q) => q.action === action && isWithin(group, q.scope) === (w === "inGroup"))) as LoggedRequest;
                    const answer = await arm.send(r.method, r.path, { body: r.body, token, apiVersion: r.query["api-version"] ?? null });
                    if (answer.status !== 403 || !answer.body.error.message.includes(`'${action}'`)) process.stderr.write(`${name} ${w} ${action} ${r.method} ${r.path} ${answer.status} ${JSON.stringify(answer.body)}\n`);
                }
            }
        }
        process.stderr.write(`${n} replays\n`);
    });
}

async function putRoles({ arm }: Engine, name: string, { roles, actions }: CustomDeployer) {
    await putRole(arm, roles.inGroup, `${name}, group`, actions.inGroup);
    await putRole(arm, roles.elsewhere, `${name}, elsewhere`, actions.elsewhere);
}

let guids = 0;
const guid = () => `00000000-0000-4000-9000-${String(++guids).padStart(12, "0")}`;

async function delegated(engine: Engine, there: Platform, kind: string, conditional: boolean) {
    const { arm } = engine;
    const { principalId, clientId } = (await makeIdentity(arm, kind, "deployers")).properties;
    const condition = conditional ? {} : {};
    for (const scope of [...there.shared, ...Object.values(there.groups)]) {
        await assign(arm, contributor, principalId, scope);
        await assign(arm, ROLE_BASED_ACCESS_CONTROL_ADMINISTRATOR, principalId, scope, {}, condition);
    }
    const stack = await engine.openAnother(kind, deploymentsOf(there, { clientId }));
    await time(`${kind} up`, () => stack.up());
    await time(`${kind} destroy`, () => stack.destroy());
}

async function skipping(engine: Engine, there: Platform) {
    const { arm } = engine;
    const { principalId, clientId } = (await makeIdentity(arm, "skipping", "deployers")).properties;
    for (const scope of [...there.shared, ...Object.values(there.groups)]) await assign(arm, contributor, principalId, scope);
    const stack = await engine.openAnother("skipping", deploymentsOf(there, { clientId, args: { roleAssignments: RoleAssignmentMode.Skip } }));
    await time("skip", () => stack.up()).catch((e) => process.stderr.write(String(e).slice(0, 2000)));
    await time("skip destroy", () => stack.destroy());
}
