import { isIdOf, MANAGED_CLUSTER, trimSlashes } from "../../azure/resourceId";
import { InvalidInputError } from "../report";

/** The resource id of a cluster, as it was typed. Throws `InvalidInputError` where it is none. */
export function readClusterId(typed: string): string {
    const id = trimSlashes(typed.trim());
    // It becomes the path of requests.
    const segments = id.split("/").slice(1);
    if (
        !isIdOf(MANAGED_CLUSTER, id) ||
        !segments.every((segment) => /^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$/u.test(segment))
    ) {
        throw new InvalidInputError(
            `${JSON.stringify(typed)} is not the resource id of a cluster; expected what \`az aks show --resource-group <group> --name <cluster> --query id --output tsv\` prints.`,
        );
    }
    return id;
}
