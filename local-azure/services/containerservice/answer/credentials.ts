import { createHash } from "node:crypto";
import type { Reply } from "../../../kernel/http";
import { objectAt, stringAt } from "../../../kernel/json";
import { groupOf, nameOf } from "../../../kernel/resourceId";
import type { Entry } from "../../../kernel/resourceStore";
import type { Call } from "../../service";
import * as errors from "../errors";
import { existingCluster } from "../state/living";
import type { ManagedCluster } from "../state/state";

/** The kubeconfig of a user: signs in with Entra where the cluster does, or where the caller asks for `format=exec`. */
export function listUserCredential(call: Call): Reply {
    const entry = existingCluster(call);
    const entra = objectAt(entry.data.properties, "aadProfile");
    const user = entra || call.query.format === "exec" ? execUser(call) : certificateUser(entry, "clusterUser");
    return kubeconfigs(entry, "clusterUser", user);
}

/** The local administrator's, unless there are no local accounts. */
export function listAdminCredential(call: Call): Reply {
    const entry = existingCluster(call);
    if (entry.data.properties.disableLocalAccounts === true) throw errors.staticCredentialNotAllowed();
    return kubeconfigs(entry, "clusterAdmin", certificateUser(entry, "clusterAdmin"));
}

function kubeconfigs({ id, data }: Entry<ManagedCluster>, name: string, user: string[]): Reply {
    const cluster = nameOf(id);
    const group = nameOf(groupOf(id));
    const userName = `${name}_${group}_${cluster}`;
    const server = `https://${stringAt(data.properties, "dnsPrefix") ?? cluster}-${data.fqdnSuffix}.hcp.${data.location}.azmk8s.io:443`;
    const yaml = [
        "apiVersion: v1",
        "clusters:",
        "- cluster:",
        `    certificate-authority-data: ${madeUp(`ca of ${id}`)}`,
        `    server: ${server}`,
        `  name: ${cluster}`,
        "contexts:",
        "- context:",
        `    cluster: ${cluster}`,
        `    user: ${userName}`,
        `  name: ${name === "clusterAdmin" ? `${cluster}-admin` : cluster}`,
        `current-context: ${name === "clusterAdmin" ? `${cluster}-admin` : cluster}`,
        "kind: Config",
        "preferences: {}",
        "users:",
        `- name: ${userName}`,
        "  user:",
        ...user.map((line) => `    ${line}`),
        "",
    ].join("\n");
    return { status: 200, body: { kubeconfigs: [{ name, value: Buffer.from(yaml).toString("base64") }] } };
}

function certificateUser({ id }: Entry<ManagedCluster>, name: string): string[] {
    return [
        `client-certificate-data: ${madeUp(`certificate of ${name} of ${id}`)}`,
        `client-key-data: ${madeUp(`key of ${name} of ${id}`)}`,
        `token: ${createHash("sha256").update(`token of ${name} of ${id}`).digest("hex")}`,
    ];
}

/** The AKS server application, the same in every tenant. */
const serverApplication = "6dae42f8-4368-4678-94ff-3960e28e3630";

function execUser({ azure }: Call): string[] {
    return [
        "exec:",
        "  apiVersion: client.authentication.k8s.io/v1beta1",
        "  args:",
        "  - get-token",
        "  - --login",
        "  - devicecode",
        "  - --server-id",
        `  - ${serverApplication}`,
        "  - --client-id",
        "  - 80faf920-1908-4b52-b5ef-a8e7bedfc67a",
        "  - --tenant-id",
        `  - ${azure.settings.tenantId}`,
        "  command: kubelogin",
        "  env: null",
        "  provideClusterInfo: false",
    ];
}

/** Well-formed, and no key to anything: there is no API server. */
function madeUp(what: string): string {
    return Buffer.from(`local-azure: ${what}`).toString("base64");
}
