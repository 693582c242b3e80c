import type { LoggedRequest } from "../../local-azure/contract";
import { type Engine, withEngine } from "./engine";
import { clusterProgram } from "./program";

const CREDENTIAL = /listCluster(?:User|Admin)Credential/;

test("no kubeconfig is asked for, shown or kept unless the program says so", async () => {
    await withEngine(clusterProgram(), { watchJobs: true }, async ({ stack, azure, stateText }) => {
        await stack.preview();
        const { outputs } = await stack.up();
        await stack.preview();
        expect(credentialsIn(azure.requests())).toEqual([]);
        expect(Object.keys(outputs)).toContain("clusterName");
        expect(Object.keys(outputs)).not.toContain("kubeconfig");
        const state = await stateText();
        expect(state).toContain("aks-cluster");
        expect(state).not.toMatch(/"kubeconfig":|ciphertext|client-key-data/);
    });
});

test("one that is asked for is a secret wherever it stands, costs a preview one look-up, and goes again", async () => {
    let exportKubeconfig = true;
    const program = () => clusterProgram(() => ({ exportKubeconfig }))();
    await withEngine(program, { watchJobs: true }, async (engine) => {
        const { stack, newRequests } = engine;
        await stack.preview();
        expect(credentialsIn(newRequests())).toEqual([]);

        const printed: string[] = [];
        const { outputs } = await stack.up({ onOutput: (text) => printed.push(text) });
        expect(outputs.kubeconfig).toEqual({
            value: expect.stringContaining("apiVersion: v1"),
            secret: true,
        });
        await expectSecretsHidden(engine, String(outputs.kubeconfig?.value), printed.join(""));

        newRequests();
        expect(Object.keys((await stack.preview()).changeSummary)).toEqual(["same"]);
        expect(credentialsIn(newRequests())).toHaveLength(1);

        exportKubeconfig = false;
        expect(Object.keys((await stack.up()).outputs)).not.toContain("kubeconfig");
        expect(credentialsIn(newRequests())).toEqual([]);
        expect(JSON.stringify(await stack.exportStack())).not.toMatch(/"kubeconfig":|ciphertext/);
    });
});

function credentialsIn(requests: readonly LoggedRequest[]): LoggedRequest[] {
    return requests.filter(({ path }) => CREDENTIAL.test(path));
}

/** Not in the state, not in what is printed, not in the log. */
async function expectSecretsHidden({ azure, stateText }: Engine, kubeconfig: string, printed: string): Promise<void> {
    const secrets = [...kubeconfig.matchAll(/(?:token|client-key-data): (\S{16,})/g)].map(([, secret]) => secret);
    expect(secrets).toHaveLength(2);
    const places = { state: await stateText(), printed, log: JSON.stringify(azure.requests()) };
    for (const [place, text] of Object.entries(places)) {
        const found = secrets.filter((secret) => text.includes(String(secret)));
        expect({ place, found }).toEqual({ place, found: [] });
    }
    expect(places.state).toContain("ciphertext");
}
