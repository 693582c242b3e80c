import {
    delayAfter,
    PROPAGATION_ERRORS,
    type PropagationError,
    propagationError,
    propagationTimeoutMessage,
    waitedBefore,
} from "../../src/grants/propagation";

/** As azure-native prints an answer of Azure. */
const printed = (code: string) => `Status=400 Code="${code}" Message="The cluster must be granted…"`;

describe("what counts as propagation", () => {
    test.each(PROPAGATION_ERRORS.map(({ code }) => code))("%s does", (code) => {
        expect(propagationError(printed(code))?.code).toBe(code);
    });

    test.each([
        "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        "LinkedAuthorizationFailed",
        "AuthorizationFailed",
        "CustomRouteTableWithUnsupportedMSIType",
        "PrincipalNotFound",
        "CustomRouteTableMissingPermissionNot",
        "QuotaExceeded",
    ])("%s does not", (code) => {
        expect(propagationError(printed(code))).toBeUndefined();
    });
});

describe("the wait", () => {
    test("doubles up to a limit", () => {
        expect([1, 2, 3, 4, 5, 6, 7].map(delayAfter)).toEqual([2, 4, 8, 16, 32, 45, 45]);
        expect([1, 2, 3, 4].map(waitedBefore)).toEqual([0, 2, 6, 14]);
    });

    test("fills Azure's documented hour within the 100 attempts that the engine allows", () => {
        expect(waitedBefore(100)).toBeGreaterThan(3600);
    });
});

describe("the message at the limit", () => {
    const failure = {
        cluster: "aks",
        error: PROPAGATION_ERRORS[0] as PropagationError,
        minutes: 60,
        assignments: ["Managed Identity Operator for controlPlane (principal p) on /kubelet"],
        azureSays: "…",
    };

    test("says what is missing, where, and what to do", () => {
        expect(propagationTimeoutMessage({ ...failure, creates: true })).toBe(
            [
                "aks: after 60 minutes AKS still reports that the identity of the cluster lacks a permission: Managed Identity Operator on the kubelet identity (CustomKubeletIdentityMissingPermissionError).",
                "The cluster needs these role assignments before it is created:",
                "  - Managed Identity Operator for controlPlane (principal p) on /kubelet",
                "Check in Azure that these role assignments exist and that nothing (a deny assignment, a lock, another tool) removes or overrides them, then run `pulumi up` again.",
                "See https://learn.microsoft.com/azure/aks/user-assigned-managed-identity#assign-an-azure-rbac-role-to-the-user-assigned-managed-identity.",
                "Azure's answer: …",
            ].join("\n"),
        );
    });

    test("says that others create the role assignments if the component does not", () => {
        expect(propagationTimeoutMessage({ ...failure, creates: false })).toContain(
            'The component does not create them (`roleAssignmentMode: "Skip"`). Have them created',
        );
    });
});
