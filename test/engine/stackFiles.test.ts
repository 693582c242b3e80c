import * as pulumi from "@pulumi/pulumi";
import type { UpdateSummary } from "@pulumi/pulumi/automation";
import { withEngine } from "./engine";

const PLAIN = { text: "a", number: 1, none: null, list: [{ b: true }, "c"], empty: {} };
const SECRET = { top: pulumi.secret("hush"), inside: { list: [pulumi.secret({ key: "hush" })] } };

/** Without secrets, which the CLI exports decrypted. */
const plain = (deployment: unknown) =>
    JSON.parse(JSON.stringify(deployment, (key, value) => (/^(plaintext|ciphertext)$/.test(key) ? undefined : value)));
const withoutConfig = (updates: UpdateSummary[]) => updates.map((update) => ({ ...update, config: {} }));

test("outputs and summaries that are read from files are those that the CLI prints", async () => {
    let values: object = PLAIN;
    const program = async () => ({ ...values });
    await withEngine(program, {}, async ({ stack }) => {
        expect(await stack.outputs()).toEqual({});
        for (const next of [PLAIN, { ...PLAIN, ...SECRET }]) {
            values = next;
            const { outputs, summary } = await stack.up();
            expect(Object.keys(outputs).sort()).toEqual(Object.keys(next).sort());
            expect(outputs).toEqual(await stack.workspace.stackOutputs(stack.name));
            const { deployment } = await stack.workspace.exportStack(stack.name);
            expect(plain((await stack.exportStack()).deployment)).toEqual(plain(deployment));
            expect([summary]).toEqual(withoutConfig(await stack.history(1)));
        }
        await stack.refresh();
        const [last, ...earlier] = withoutConfig(await stack.history());
        expect(await stack.info()).toEqual(last);
        expect(last?.kind).toBe("refresh");
        expect(earlier).toHaveLength(2);
    });
});
