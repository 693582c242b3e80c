import { type AzureApi, AzureError } from "../../../src/cli/azure/azureClient";
import { readOperation } from "../../../src/cli/azure/operation";

const PATH =
    "/subscriptions/s/providers/Microsoft.ContainerService/locations/west%20us/operations/1?api-version=v&t=a%2Bb";

/** Reads an operation that was in progress; `answer` is what Azure says now. */
async function read(answer: unknown) {
    const requested: unknown[] = [];
    const arm = {
        get: async (...request: unknown[]) => {
            requested.push(request);
            if (answer instanceof Error) {
                throw answer;
            }
            return answer;
        },
    } as Partial<AzureApi> as AzureApi;
    const { path, ...operation } = await readOperation(arm, { path: PATH, status: "InProgress" });
    expect(path).toBe(PATH);
    expect(requested).toEqual([
        [
            "/subscriptions/s/providers/Microsoft.ContainerService/locations/west us/operations/1",
            { "api-version": "v", t: "a+b" },
        ],
    ]);
    return operation;
}

const refusal = (status: number | undefined) => new AzureError("GET /o", status, "Code", "Detail");

test.each<[string, unknown, object]>([
    ["that has succeeded", { status: "Succeeded" }, { status: "Succeeded" }],
    ["that has failed", { status: "Failed", error: { code: "C", message: "M" } }, { status: "Failed", error: "C: M" }],
    ["that is told by an address alone", undefined, {}],
    ["that nobody may read", refusal(403), {}],
    ["that is forgotten", refusal(404), {}],
    ["that cannot be read now", refusal(429), { status: "InProgress" }],
    ["of which no answer came", refusal(undefined), { status: "InProgress" }],
])("an operation %s", async (_, answer, expected) => {
    expect(await read(answer)).toEqual(expected);
});

test("what is no answer of Azure is no status", async () => {
    await expect(read(new TypeError("a mistake"))).rejects.toThrow("a mistake");
});
