import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";

/** A certificate that is its own authority: the same file satisfies Node, Python and Go, none of which skips TLS. */
export interface Certificate {
    key: string;
    cert: string;
    /** For NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE and SSL_CERT_FILE. */
    caFile: string;
    remove(): Promise<void>;
}

export async function makeCertificate(): Promise<Certificate> {
    const yesterday = new Date(Date.now() - 24 * 3600 * 1000);
    const pems = await generate([{ name: "commonName", value: "local-azure" }], {
        keyType: "ec",
        algorithm: "sha256",
        notBeforeDate: yesterday,
        extensions: [
            { name: "basicConstraints", cA: true, critical: true },
            { name: "keyUsage", digitalSignature: true, keyCertSign: true, cRLSign: true, critical: true },
            { name: "extKeyUsage", serverAuth: true },
            {
                name: "subjectAltName",
                altNames: [
                    { type: 2, value: "localhost" },
                    { type: 7, ip: "127.0.0.1" },
                ],
            },
        ],
    });
    const folder = await mkdtemp(join(tmpdir(), "local-azure-"));
    const caFile = join(folder, "ca.pem");
    await writeFile(caFile, pems.cert, { mode: 0o600 });
    return {
        key: pems.private,
        cert: pems.cert,
        caFile,
        remove: () => rm(folder, { recursive: true, force: true }),
    };
}
