import { kubernetesBefore2025 } from "../../../history/defaults";

// Kubernetes versions and node images, as far as answers name them. Their numbers are Azure's to choose.

/** What a request gets that names no version; named without its patch since 2024 (recording 04). */
const defaultVersion = "1.33";

const latestPatch: Record<string, string> = {
    "1.25": "1.25.6",
    "1.28": "1.28.5",
    "1.30": "1.30.3",
    "1.33": "1.33.5",
    "1.34": "1.34.1",
};

/** A Kubernetes version as asked for, which may name no patch, and the one that runs. */
export interface Versions {
    wanted: string;
    current: string;
}

/** What a request's version, "" or none for the default, comes to. */
export function kubernetesVersions(asked: string | undefined, apiVersion: string): Versions {
    const fallback = apiVersion < "2025" ? kubernetesBefore2025(apiVersion) : defaultVersion;
    const wanted = asked || fallback;
    const isMinor = minorVersion.test(wanted);
    return { wanted, current: isMinor ? (latestPatch[wanted] ?? `${wanted}.0`) : wanted };
}

const minorVersion = /^\d+\.\d+$/;

/**
 * What a version in an update comes to. A minor version whose patch runs already stands for that patch, even if there is a
 * newer one (`kubernetesVersion` in Azure's own description of a managed cluster). The list holds
 * what runs, its own first.
 */
export function updatedVersions(
    asked: string | undefined,
    [living, ...others]: [Versions, ...Versions[]],
    apiVersion: string,
): Versions {
    if (!asked) return living;
    const known = [living, ...others].find(({ current }) => isPatchOf(current, asked));
    return known ? { wanted: asked, current: known.current } : kubernetesVersions(asked, apiVersion);
}

/** Whether a version is the one that is asked for, or one of its patches. */
export function isPatchOf(version: string, asked: string): boolean {
    return version === asked || (minorVersion.test(asked) && version.startsWith(`${asked}.`));
}

export const minorOf = (version: string) => Number(version.split(".")[1] ?? 0);

/** OIDC issuers are on by default for new clusters from 1.34 on. */
export function hasIssuerByDefault(kubernetesVersion: string): boolean {
    return minorOf(kubernetesVersion) >= 34;
}

/** The release a subscription starts with; later ones are published by `POST /local-azure/clusters/{name}/nodeImage`. */
export const firstNodeImageRelease = "202306.19.0";

export function nodeImageVersion(osSKU: string, release: string): string {
    return osSKU.startsWith("Windows")
        ? `AKSWindows-2022-containerd-${release}`
        : `AKS${osSKU}-2204gen2containerd-${release}`;
}

export const nodeImageRelease = /^\d{6}\.\d{1,2}\.\d+$/;

/** The release a week after: what publishing one without a name comes to. */
export function nextRelease(release: string): string {
    const [month = "", day = "", patch = ""] = release.split(".");
    const [year, monthOfYear] = [Number(month.slice(0, 4)), Number(month.slice(4))];
    const next = new Date(Date.UTC(year, monthOfYear - 1, Number(day) + 7));
    return `${next.toISOString().slice(0, 7).replace("-", "")}.${next.getUTCDate()}.${patch}`;
}

/** Of node images and of Kubernetes alike. */
export function isLaterRelease(one: string, other: string): boolean {
    return one.localeCompare(other, "en", { numeric: true }) > 0;
}
