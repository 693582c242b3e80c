import type { EngineEvent } from "@pulumi/pulumi/automation";
import { withEngine } from "./engine";
import { VM_SIZE } from "./program";
import { installPlugin, pluginArchive, testYaml, useYaml, warnings } from "./yamlProgram";

const PROJECT = "errors";
const SECRET = "Tr0ub4dor-and-3";

const archive = pluginArchive();

const cluster = (properties: string) => `
resources:
  aks:
    type: managed-identity-aks:ManagedIdentityAksCluster
    properties:
      resourceGroupName: group
${properties}
`;
const POOL = `
      systemNodePool: { vmSize: ${VM_SIZE} }`;

/** Programs, and what is printed of each: every line once. */
const PROGRAMS: Record<string, [program: string, says: string[]]> = {
    "a secret in a plain input, beside another mistake": [
        cluster(`
      systemNodePool: { vmSize: ${VM_SIZE}, name: { "fn::secret": ${SECRET} } }
      clusterName: -wrong-`),
        ["3 problems in its arguments", 'clusterName is "-wrong-"', "systemNodePool.name is an output: this input"],
    ],
    "a secret that turns out wrong": [
        cluster(`${POOL}
      clusterName: { "fn::secret": "-${SECRET}" }`),
        ["1 problem in its arguments", "clusterName is a secret value"],
    ],
    "a client secret that nobody has marked as a secret, where none belongs": [
        cluster(`${POOL}
      controlPlaneIdentity:
        type: SystemAssigned
        servicePrincipal: { clientId: 11111111-2222-3333-4444-555555555555, clientSecret: ${SECRET} }`),
        ["1 problem in its arguments", "controlPlaneIdentity.servicePrincipal is a secret value"],
    ],
    "a look-up that Microsoft Graph denies": [
        cluster(`${POOL}
      entra: { adminGroupNames: [admins] }`),
        ["azuread:index/getGroup:getGroup returned an error: unexpected status 403"],
    ],
};

testYaml("an error is printed once, without a stack and without the value of a secret", async () => {
    const options = { project: PROJECT, graphAccess: "denied" } as const;
    await withEngine(
        async () => {},
        options,
        async ({ stack, azure }) => {
            await installPlugin(stack, archive);
            for (const [title, [program, says]] of Object.entries(PROGRAMS)) {
                await useYaml(stack, PROJECT, program);
                const events: EngineEvent[] = [];
                const refused = await stack.preview({ onEvent: (event) => events.push(event) }).catch(String);
                expect(refused).toContain("CommandError");
                const everything = [refused, JSON.stringify(events), JSON.stringify(azure.requests())].join("\n");
                expect({ title, leaks: everything.includes(SECRET) }).toEqual({ title, leaks: false });
                const messages = warnings(events);
                const times = says.map((text) => [text, messages.split(text).length - 1]);
                expect({ title, times }).toEqual({ title, times: says.map((text) => [text, 1]) });
                expect(messages).not.toMatch(/^\s+at .+:\d+/m);
                expect(messages).not.toContain("grpc");
            }
        },
    );
});
