import * as pulumi from "@pulumi/pulumi";

/** Runs `use` while the engine does not tell a program the state of its stack. */
export async function withUnreadableState(use: () => Promise<void>): Promise<void> {
    const { invoke } = pulumi.runtime;
    const spy = jest
        .spyOn(pulumi.runtime, "invoke")
        .mockImplementation((token, ...rest) =>
            token.endsWith(":readStackResourceOutputs") ? Promise.reject(new Error("busy")) : invoke(token, ...rest),
        );
    try {
        await use();
    } finally {
        spy.mockRestore();
    }
}
