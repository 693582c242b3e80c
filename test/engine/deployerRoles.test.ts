import { RoleAssignmentMode } from "../../src";
import { lastSegment } from "../../src/azure/resourceId";
import { assign, contributor, type MadeIdentity } from "../local-azure/harness";
import {
    conditionOf,
    type DeployedComponent,
    deploymentsOf,
    makeDeployer,
    type Platform,
    withPlatform,
} from "./deployments";
import type { Engine } from "./engine";

// The deployers of `docs/deployer.md` with built-in roles, but for Owner, as whom scenarios.test.ts deploys.

test("Contributor deploys every scenario, with role assignments by Role Based Access Control Administrator or by others", async () => {
    await withPlatform(async (engine, platform) => {
        await withAdministrator(engine, platform, "free");
        await withCondition(engine, platform);
        await withoutRoleAssignments(engine, platform);
    });
});

const ROLE_BASED_ACCESS_CONTROL_ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";

async function withAdministrator(
    engine: Engine,
    platform: Platform,
    name: string,
    condition?: string,
): Promise<MadeIdentity["properties"]> {
    const deployer = await makeContributor(engine, platform, name);
    const limit = condition === undefined ? {} : { condition, conditionVersion: "2.0" };
    for (const scope of scopesOf(platform)) {
        await assign(engine.arm, ROLE_BASED_ACCESS_CONTROL_ADMINISTRATOR, deployer.principalId, scope, {}, limit);
    }
    const stack = await engine.openAnother(name, deploymentsOf(platform, deployer));
    await stack.up();
    await stack.destroy();
    return deployer;
}

/** The page's condition lets the deployer deploy everything, but for a cluster with another role. */
async function withCondition(engine: Engine, platform: Platform): Promise<void> {
    const { clientId } = await withAdministrator(engine, platform, "limited", conditionOf(platform.ground));

    const beyond = { name: "all", role: "Contributor", scope: platform.groups.created ?? "" };
    const args = { extraRoleAssignments: [beyond] };
    const stack = await engine.openAnother("beyond", deploymentsOf(platform, { clientId, names: ["created"], args }));
    await expect(stack.up()).rejects.toThrow(
        /Code="AuthorizationFailed" Message=".* has an authorization with ABAC condition that is not fulfilled to perform action 'Microsoft\.Authorization\/roleAssignments\/write'/,
    );
    await stack.destroy();
}

/** Somebody else runs the commands that the components print, which an Owner here does. */
async function withoutRoleAssignments(engine: Engine, platform: Platform): Promise<void> {
    const { principalId, clientId } = await makeContributor(engine, platform, "alone");
    const program = deploymentsOf(platform, { clientId, roleAssignmentMode: RoleAssignmentMode.Skip });
    const stack = await engine.openAnother("alone", program);
    const printed: string[] = [];
    const runPrinted = async () => {
        for (const command of printed.splice(0)) {
            await runCommand(engine, command);
        }
    };
    let running = Promise.resolve();
    engine.meanwhile = () => {
        // One after the other: no cluster goes on while somebody runs the commands.
        running = running.then(runPrinted);
        return running;
    };
    const { outputs } = await stack.up({
        onEvent: ({ diagnosticEvent }) => printed.push(...(diagnosticEvent?.message.match(COMMAND) ?? [])),
    });
    await runPrinted();
    for (const { value } of Object.values(outputs)) {
        const { clusterName } = value as DeployedComponent;
        const jobs = clusterName === undefined ? [] : await engine.jobs(clusterName);
        expect(jobs.filter(({ allowed }) => !allowed)).toEqual([]);
    }
    await stack.destroy();
    const own = engine.azure.requests().filter(({ caller }) => caller === principalId);
    const actions = new Set(own.flatMap(({ required = [] }) => required.map(({ action }) => action)));
    expect(actions.size).toBeGreaterThan(10);
    expect([...actions].filter((action) => action.startsWith("Microsoft.Authorization/"))).toEqual([]);
}

const COMMAND = /az role assignment create --assignee-object-id \S+ .*? --scope '[^']+'/g;

async function runCommand({ arm }: Engine, command: string): Promise<void> {
    const [, principalId = "", role = "", scope = ""] =
        /--assignee-object-id (\S+) .*--role '([^']+)' --scope '([^']+)'/.exec(command) ?? [];
    expect((await assign(arm, lastSegment(role), principalId, scope)).status).toBe(201);
}

async function makeContributor(engine: Engine, platform: Platform, name: string): Promise<MadeIdentity["properties"]> {
    const deployer = await makeDeployer(engine, name);
    for (const scope of scopesOf(platform)) {
        await assign(engine.arm, contributor, deployer.principalId, scope);
    }
    return deployer;
}

function scopesOf({ groups, shared }: Platform): string[] {
    return [...shared, ...Object.values(groups)];
}
