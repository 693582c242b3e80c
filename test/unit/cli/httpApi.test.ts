import { createHttpHeaders, type Pipeline, type PipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { httpApi } from "../../../src/cli/azure/httpApi";
import { TestAzure } from "../../local-azure/harness";
import { liveAzure } from "./liveAzure";

const ENDPOINT = "https://arm.example";

/** What a request is answered with: a status and a body, or an error in place of an answer. */
type Answers = Record<string, { status?: number; text: string } | Error>;

/** An API that answers by address, and the addresses that were requested. */
function api(answers: Answers) {
    const requested: string[] = [];
    const sendRequest = async (_: unknown, request: PipelineRequest) => {
        requested.push(request.url);
        const answer = answers[request.url];
        if (answer === undefined || answer instanceof Error) {
            throw answer ?? new Error(`nothing answers ${request.url}`);
        }
        return { request, status: answer.status ?? 200, headers: createHttpHeaders(), bodyAsText: answer.text };
    };
    return { requested, arm: httpApi(ENDPOINT, { sendRequest } as unknown as Pipeline) };
}

const page = (value: unknown, next: object = {}) => ({ text: JSON.stringify({ value, ...next }) });

test.each([["nextLink"], ["@odata.nextLink"]])("a list goes on at %s, until there is none", async (link) => {
    const { arm, requested } = api({
        [`${ENDPOINT}/list?api-version=1`]: page([{ id: 1 }], { [link]: `${ENDPOINT}/list?page=2` }),
        [`${ENDPOINT}/list?page=2`]: page([], { [link]: `${ENDPOINT}/list?page=3` }),
        [`${ENDPOINT}/list?page=3`]: page([{ id: 2 }], { [link]: "" }),
    });
    expect(await arm.list("/list", { "api-version": "1" })).toEqual([{ id: 1 }, { id: 2 }]);
    expect(requested).toHaveLength(3);
});

test.each<[string, Answers[string], object]>([
    ["goes round", page([], { nextLink: `${ENDPOINT}/list` }), { code: "EndlessList" }],
    [
        "goes on elsewhere, which the token is not for",
        page([], { nextLink: "https://evil.example/list" }),
        { code: "ForeignAddress" },
    ],
    ["is none", { text: "{}" }, { code: "InvalidAnswer" }],
    ["is of texts", page(["a"]), { code: "InvalidAnswer" }],
    ["is no JSON", { text: "<html>" }, { code: "InvalidAnswer" }],
    [
        "is refused",
        { status: 403, text: '{"error":{"code":"No","message":"Not you."}}' },
        { status: 403, code: "No", detail: "Not you." },
    ],
    ["is refused without a word", { status: 502, text: "" }, { status: 502, code: "" }],
    ["gets no answer", new RestError("gone", { code: "ECONNRESET" }), { code: "ECONNRESET", status: undefined }],
])("a list that %s is an error of Azure", async (_, answer, error) => {
    const { arm, requested } = api({ [`${ENDPOINT}/list`]: answer });
    await expect(arm.list("/list")).rejects.toMatchObject({ name: "AzureError", ...error });
    expect(requested).toEqual([`${ENDPOINT}/list`]);
});

test("a sign-in that fails says how to sign in", async () => {
    const failed = Object.assign(new Error("no token"), { name: "CredentialUnavailableError" });
    await expect(api({ [`${ENDPOINT}/a`]: failed }).arm.get("/a")).rejects.toThrow(
        "Signing in to Azure failed. Run `az login`, or set the variables of azure-native, such as ARM_CLIENT_ID. no token",
    );
});

test("all pages of Azure's lists, in ARM and in Microsoft Graph", async () => {
    const azure = await TestAzure.start({ pageSize: 1 });
    try {
        const { arm, graph } = await liveAzure(azure).azure();
        for (const name of ["one", "two", "three"]) {
            expect((await azure.put(`resourceGroups/${name}`, { location: "westus2" })).status).toBe(201);
            const group = { displayName: name, mailNickname: name, mailEnabled: false, securityEnabled: true };
            expect((await azure.graph("POST", "groups", group)).status).toBe(201);
        }
        const groups = await arm.list(`${azure.subscription}/resourceGroups`, { "api-version": "2021-04-01" });
        expect(groups).toHaveLength(3);
        expect(await graph.list("/groups")).toHaveLength(3);
        expect(azure.server.requests().filter(({ query }) => /skiptoken/i.test(JSON.stringify(query)))).toHaveLength(4);
    } finally {
        await azure.stop();
    }
});
