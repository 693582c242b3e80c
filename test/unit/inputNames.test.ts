import * as pulumi from "@pulumi/pulumi";
import { withNamedOutputs } from "../../src/plugin/inputNames";
import { underMocks } from "./mocks";

class TestResource extends pulumi.CustomResource {}

/** An output as the SDK makes it of what the engine sends to a plugin. */
const OutputOfParts = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
const outputOf = (value: string, on: pulumi.Resource, isSecret = false) =>
    new OutputOfParts([on], ...[value, true, isSecret].map((part) => Promise.resolve(part)));

test("outputs of one resource with one value are one output, but a secret one stays a secret", async () => {
    await underMocks(async () => {
        const one = new TestResource("test:index:Resource", "one");
        const other = new TestResource("test:index:Resource", "other");
        const given = {
            plain: outputOf("id", one),
            inside: [{ again: outputOf("id", one) }],
            secret: outputOf("id", one, true),
            another: outputOf("name", one),
            elsewhere: outputOf("id", other),
        };
        const named = await withNamedOutputs(given);
        expect(named.inside[0]?.again).toBe(named.plain);
        expect(new Set([named.plain, named.secret, named.another, named.elsewhere]).size).toBe(4);
        expect(await pulumi.isSecret(named.secret)).toBe(true);
    });
});
