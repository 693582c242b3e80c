import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as identity from "@azure/identity";
import { cloudOf } from "../../../src/cli/azure/clouds";
import { credentialOf } from "../../../src/cli/azure/credentials";

const noRequest = () => Promise.reject(new Error("nothing is to be requested"));
const tenant = { ARM_TENANT_ID: "00000000-0000-0000-0000-0000000000aa", ARM_CLIENT_ID: "client" };

describe("the cloud of the environment", () => {
    test.each([
        [{}, "https://management.azure.com"],
        [{ ARM_ENVIRONMENT: "public", AZURE_ENVIRONMENT: "china" }, "https://management.azure.com"],
        [{ ARM_ENVIRONMENT: "", AZURE_ENVIRONMENT: "china" }, "https://management.chinacloudapi.cn"],
        [{ ARM_ENVIRONMENT: "usGovernment" }, "https://management.usgovcloudapi.net"],
    ])("%j", async (env, arm) => {
        expect(await cloudOf(env, noRequest)).toMatchObject({ arm, armAudience: arm, isPublic: true });
    });

    test("an unknown name is refused with those that are known", async () => {
        await expect(cloudOf({ ARM_ENVIRONMENT: "mars" }, noRequest)).rejects.toThrow(
            'ARM_ENVIRONMENT is "mars"; expected public, usgovernment, china. For another cloud set ARM_METADATA_HOSTNAME.',
        );
    });

    const metadata = {
        resourceManager: "https://arm.local/",
        microsoftGraphResourceId: "https://graph.local/",
        authentication: { loginEndpoint: "https://login.local/", audiences: ["https://audience.local/"] },
    };

    test.each(["metadata.local", "https://metadata.local/"])("%s tells the endpoints itself", async (host) => {
        const asked: string[] = [];
        const cloud = await cloudOf({ ARM_METADATA_HOSTNAME: host, ARM_ENVIRONMENT: "mars" }, async (url) => {
            asked.push(url);
            return metadata;
        });
        expect(asked).toEqual(["https://metadata.local/metadata/endpoints?api-version=2022-09-01"]);
        expect(cloud).toEqual({
            arm: "https://arm.local",
            armAudience: "https://audience.local",
            graph: "https://graph.local/v1.0",
            graphAudience: "https://graph.local",
            authority: "https://login.local",
            isPublic: false,
        });
    });

    test.each(["resourceManager", "microsoftGraphResourceId", "authentication"])(
        "metadata without %s are refused",
        async (name) => {
            await expect(
                cloudOf({ ARM_METADATA_HOSTNAME: "metadata.local" }, async () => ({ ...metadata, [name]: undefined })),
            ).rejects.toThrow(
                "https://metadata.local does not contain the endpoints of a cloud; expected resourceManager",
            );
        },
    );
});

describe("the credential of the environment", () => {
    const options = { authorityHost: "https://login.local", disableInstanceDiscovery: true };
    const kindOf = (env: Record<string, string>) => credentialOf(identity, env, options).constructor.name;

    test.each([
        [{}, "DefaultAzureCredential"],
        [{ ARM_USE_MSI: "false" }, "DefaultAzureCredential"],
        [{ ...tenant, ARM_CLIENT_SECRET: "" }, "DefaultAzureCredential"],
        [{ ARM_USE_MSI: "true" }, "ManagedIdentityCredential"],
        [{ ARM_USE_MSI: "true", ARM_CLIENT_ID: "client" }, "ManagedIdentityCredential"],
        [{ ...tenant, ARM_CLIENT_SECRET: "x" }, "ClientSecretCredential"],
        [{ ...tenant, ARM_CLIENT_SECRET: "x", ARM_USE_MSI: "true" }, "ClientSecretCredential"],
        [{ ...tenant, ARM_CLIENT_SECRET: "x", ARM_CLIENT_CERTIFICATE_PATH: "c.pem" }, "ClientCertificateCredential"],
        [{ ...tenant, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "x" }, "ClientAssertionCredential"],
        [{ ...tenant, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN_FILE_PATH: "token" }, "WorkloadIdentityCredential"],
        [{ ...tenant, ARM_OIDC_TOKEN: "x" }, "DefaultAzureCredential"],
        [{ ...tenant, ARM_CLIENT_SECRET: "x", ARM_USE_DEFAULT_AZURE_CREDENTIAL: "true" }, "DefaultAzureCredential"],
    ])("%j", (env, kind) => {
        expect(kindOf(env)).toBe(kind);
    });

    test.each([
        ["ARM_OIDC_REQUEST_URL", "ARM_OIDC_REQUEST_TOKEN"],
        ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    ])("%s: a pipeline's token for Entra ID", async (urlName, tokenName) => {
        const requests: (string | undefined)[][] = [];
        const pipeline = createServer((request, response) => {
            requests.push([request.url, request.headers.authorization]);
            response.statusCode = requests.length === 1 ? 200 : 403;
            response.end('{"value":"assertion-of-the-pipeline"}');
        });
        await new Promise<void>((resolve) => pipeline.listen(0, "127.0.0.1", resolve));
        try {
            const url = `http://127.0.0.1:${(pipeline.address() as AddressInfo).port}/token?run=1`;
            const assertions: (() => Promise<string>)[] = [];
            const spied = {
                ...identity,
                ClientAssertionCredential: class {
                    constructor(_tenant: string, _client: string, assertion: () => Promise<string>) {
                        assertions.push(assertion);
                    }
                },
            } as unknown as typeof identity;
            credentialOf(spied, { ...tenant, ARM_USE_OIDC: "true", [urlName]: url, [tokenName]: "x" }, options);
            const [assertion] = assertions;
            expect(await assertion?.()).toBe("assertion-of-the-pipeline");
            expect(requests).toEqual([["/token?run=1&audience=api%3A%2F%2FAzureADTokenExchange", "Bearer x"]]);
            await expect(assertion?.()).rejects.toThrow(/gave no OIDC token \(status 403\)/);
        } finally {
            await new Promise((resolve) => pipeline.close(resolve));
        }
    });
});
