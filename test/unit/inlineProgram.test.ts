import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { promisify } from "node:util";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";
// Sets the options of the SDK's connections.
import "../../scripts/engine";

interface InlineRun {
    run(call: { request: RunRequest }, answer: (error: Error | null, response?: RunResponse) => void): void;
}

/** What the Automation API answers the engine with, which it does not export with types. */
const { LanguageServer } = jest.requireActual<{ LanguageServer: new (program: PulumiFn) => InlineRun }>(
    "@pulumi/pulumi/automation/server",
);

/** Nobody listens there. */
const NO_ENGINE = "127.0.0.1:1";

/** What the engine at this address hears of a program, and whether the program ran. */
async function answerTo(address: string): Promise<{ answer: string | undefined; ran: boolean }> {
    const request = new RunRequest();
    request.setProject("project");
    request.setStack("dev");
    request.setOrganization("organization");
    request.setMonitorAddress(address);
    request.setArgsList([address]);
    let ran = false;
    const server = new LanguageServer(async () => {
        ran = true;
    });
    const answer = await new Promise<string | undefined>((resolve) => {
        server.run({ request }, (error, response) => resolve(error?.message ?? response?.getError()));
    });
    return { answer, ran };
}

test("an inline program whose stack cannot be registered fails, so that the engine deletes nothing", async () => {
    expect(await answerTo(NO_ENGINE)).toEqual({
        answer: expect.stringMatching(/UNAVAILABLE.*ECONNREFUSED/),
        ran: false,
    });
});

test("a run that failed does not fail the next one at the same address", async () => {
    const address = await freeAddress();
    expect((await answerTo(address)).answer).toMatch(/UNAVAILABLE/);
    // An engine that knows no call.
    const engine = new Server();
    await promisify(engine.bindAsync.bind(engine))(address, ServerCredentials.createInsecure());
    try {
        expect((await answerTo(address)).answer).toMatch(/UNIMPLEMENTED/);
    } finally {
        engine.forceShutdown();
    }
});

async function freeAddress(): Promise<string> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await promisify(server.close.bind(server))();
    return `127.0.0.1:${port}`;
}
