import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../../../src";
import { CLUSTERS, WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import { validateClusterArgs } from "../../../src/rules/validate";
import { TRANSITIONS } from "../../../src/transitions/table";
import { valueIn } from "../mocks";
import { good, kubenet, type Loose, network } from "./arguments";
import { WARNED } from "./warned";

const check = (args: Loose) => validateClusterArgs("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs);

let warn: jest.SpyInstance;
beforeEach(() => {
    warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
});
afterEach(() => warn.mockRestore());

const warnedOf = () => warn.mock.calls.map(([text]) => /\((\w+)[,;]/.exec(String(text))?.[1]);

test.each(WARNED)("%s at %s is silent by its code, and by no other", (code, _, args) => {
    check({ ...args, silenceWarnings: [code] });
    expect(warnedOf()).not.toContain(code);
    check({ ...args, silenceWarnings: code === "UnknownTier" ? ["UnknownSku"] : ["UnknownTier"] });
    expect(warnedOf()).toContain(code);
});

test("so is one that comes with an output", async () => {
    const given = { network: { ...network, networkPlugin: pulumi.output("kubenet") } };
    await valueIn(check({ ...given, silenceWarnings: ["KubenetRetires"] }));
    expect(warnedOf()).toEqual([]);
    await valueIn(check(given));
    expect(warnedOf()).toEqual(["KubenetRetires"]);
});

test.each(TRANSITIONS.filter(({ effect }) => effect === "warn").map(({ code }) => code))(
    "%s, of a change, can be silenced",
    (code) => {
        expect(() => check({ silenceWarnings: [code] })).not.toThrow();
    },
);

test("an unknown code is rejected with the nearest code, or with all codes", () => {
    expect(() => check({ silenceWarnings: ["KubenetRetired"] })).toThrow(
        'silenceWarnings[0] is "KubenetRetired": this must be the code of a warning, which is in parentheses at the end of its message; errors cannot be silenced. Did you mean KubenetRetires? Correct the code, or remove it. (SilenceWarnings; ',
    );
    expect(() => check({ silenceWarnings: ["Kubenet"] })).toThrow("Known: UnknownNetworkPlugin, ");
});

test("what is refused is not silenced", () => {
    expect(() => check({ clusterName: "-aks", silenceWarnings: ["ClusterName"] })).toThrow("(ClusterName; ");
});

/** A code of a workload identity's own would have to be known to `silenceRule`. */
test("all warnings about arguments are a cluster's", () => {
    const codes = CLUSTERS.texts.filter(({ warning }) => warning).map(({ code }) => code);
    expect(WORKLOAD_IDENTITIES.texts.filter(({ warning }) => warning)).toEqual([]);
    expect(codes).toContain("KubenetRetires");
    expect(() => check({ ...kubenet, silenceWarnings: codes })).not.toThrow();
});
