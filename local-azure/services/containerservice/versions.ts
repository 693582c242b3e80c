/** Kubernetes versions and node images, as far as answers name them. Their numbers are Azure's to choose. */
interface VersionDefault {
    /** First api-version of the requests it holds for. */
    since: string;
    kubernetesVersion: string;
}

/** Until 2023 the answer names the patch in full (recordings 01 to 06), from 2024 on the minor version (04). */
const defaults: VersionDefault[] = [
    { since: "2025", kubernetesVersion: "1.33" },
    { since: "2024", kubernetesVersion: "1.28" },
    { since: "", kubernetesVersion: "1.25.6" },
];

const latestPatch: Record<string, string> = {
    "1.25": "1.25.6",
    "1.28": "1.28.5",
    "1.30": "1.30.3",
    "1.33": "1.33.5",
    "1.34": "1.34.1",
};

/** What a request's version, "" or none for the default, comes to. */
export function kubernetesVersions(
    asked: string | undefined,
    apiVersion: string,
): { wanted: string; current: string } {
    const fallback = defaults.find(({ since }) => apiVersion >= since)?.kubernetesVersion ?? "";
    const wanted = asked || fallback;
    const isMinor = /^\d+\.\d+$/.test(wanted);
    return { wanted, current: isMinor ? (latestPatch[wanted] ?? `${wanted}.0`) : wanted };
}

/** OIDC issuers are on by default for new clusters from 1.34 on. */
export function hasIssuerByDefault(kubernetesVersion: string): boolean {
    return Number(kubernetesVersion.split(".")[1] ?? 0) >= 34;
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

export function isLaterRelease(one: string, other: string): boolean {
    return one.localeCompare(other, "en", { numeric: true }) > 0;
}
