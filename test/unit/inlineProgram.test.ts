import type { PulumiFn } from "@pulumi/pulumi/automation";
import { RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";

interface InlineRun {
    run(call: { request: RunRequest }, answer: (error: Error | null, response?: RunResponse) => void): void;
}

/** What the Automation API answers the engine with, which it does not export with types. */
const { LanguageServer } = jest.requireActual<{ LanguageServer: new (program: PulumiFn) => InlineRun }>(
    "@pulumi/pulumi/automation/server",
);

/** Nobody listens there. */
const NO_ENGINE = "127.0.0.1:1";

test("an inline program whose stack cannot be registered fails, so that the engine deletes nothing", async () => {
    const request = new RunRequest();
    request.setProject("project");
    request.setStack("dev");
    request.setOrganization("organization");
    request.setMonitorAddress(NO_ENGINE);
    request.setArgsList([NO_ENGINE]);
    let ran = false;
    const server = new LanguageServer(async () => {
        ran = true;
    });
    const answer = await new Promise<string | undefined>((resolve) => {
        server.run({ request }, (error, response) => resolve(error?.message ?? response?.getError()));
    });
    expect(answer).toMatch(/UNAVAILABLE.*ECONNREFUSED/);
    expect(ran).toBe(false);
});
