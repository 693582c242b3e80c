import { type Rule, rules } from "../validation/rule";
import { inAnyPool } from "../validation/settings";

/** An image of nodes that AKS no longer supports, or will not. */
interface RetiredImage {
    /** Code of the warning. */
    code: string;
    message: string;
    fix: string;
    source: string;
}

const anotherPool = (osSKU: string) => `Add a pool with osSKU ${osSKU}, move the pods, and delete this pool.`;

/** By the value of `osSKU`. Dates in the future are planned ones. */
export const RETIRED_IMAGES: Readonly<Record<string, RetiredImage>> = {
    Windows2019: {
        code: "WindowsServer2019Retired",
        message: "AKS has not supported Windows Server 2019 since 2026-03-01, and removes its images on 2027-04-01",
        fix: anotherPool("Windows2025"),
        source: "https://github.com/Azure/AKS/issues/4091",
    },
    Windows2022: {
        code: "WindowsServer2022Retires",
        message:
            "AKS supports Windows Server 2022 until 2028-06-30, and not with Kubernetes 1.37 or later; it removes the images on 2029-06-30",
        fix: anotherPool("Windows2025"),
        source: "https://github.com/Azure/AKS/issues/4168",
    },
    WindowsAnnual: {
        code: "WindowsAnnualChannelRetired",
        message:
            "AKS has not supported the annual channel of Windows Server since 2026-05-15, and removes its images on 2027-05-15",
        fix: anotherPool("Windows2025"),
        source: "https://github.com/Azure/AKS/releases/tag/2026-05-29",
    },
    Ubuntu2204: {
        code: "Ubuntu2204Retires",
        message: "AKS supports Ubuntu 22.04 until 2027-06-30, and removes its images on 2028-04-30",
        fix: "Use osSKU Ubuntu with Kubernetes 1.35 or later, or Ubuntu2404.",
        source: "aks/upgrade-os-version",
    },
    Flatcar: {
        code: "FlatcarRetired",
        message: "AKS has not supported Flatcar Container Linux since 2026-06-08, and has removed its images",
        fix: anotherPool("AzureContainerLinux"),
        source: "https://github.com/Azure/AKS/issues/5648",
    },
    AzureLinuxOSGuard: {
        code: "OSGuardRetires",
        message: "AKS supports Azure Linux with OS Guard until 2026-12-10, and removes its images on 2027-03-10",
        fix: anotherPool("AzureContainerLinux"),
        source: "https://github.com/Azure/AKS/issues/5950",
    },
};

export const RETIRED_IMAGE_RULES: readonly Rule[] = Object.entries(RETIRED_IMAGES).flatMap(
    ([osSKU, { code, message, fix, source }]) =>
        rules(source, { [code]: { warning: true, when: inAnyPool({ osSKU }), message, fix } }),
);
