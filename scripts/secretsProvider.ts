import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A secrets provider of stacks: gives the CLI the key of its secrets as a HashiCorp Vault does. From a passphrase each start of the CLI would derive the
 * key anew, which takes longer than all else that it does with a small stack.
 */
export interface SecretsProvider {
    /** Environment that leads the CLI to it. */
    env: Record<string, string>;
    stop(): Promise<void>;
}

/** Settings of a stack. The CLI asks the secrets provider to decrypt the key, whatever that says: there is one key. */
export const SECRETS = {
    secretsProvider: "hashivault://local-azure",
    encryptedKey: Buffer.from("key").toString("base64"),
};

/** It guards nothing but state that lives as long as a test or a demo. */
const ANSWER = JSON.stringify({
    data: { plaintext: Buffer.alloc(32, "local-azure").toString("base64"), ciphertext: "key" },
});

export async function startSecretsProvider(): Promise<SecretsProvider> {
    const server = createServer((_, response) => {
        response.setHeader("Content-Type", "application/json").end(ANSWER);
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    return {
        env: { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "local-azure" },
        stop: () => new Promise((resolve) => server.close(() => resolve())),
    };
}
