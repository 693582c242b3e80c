import { badRequest, conflict } from "../../kernel/errors";
import { stringAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { sameId } from "../../kernel/resourceId";
import { registryType } from "../../kernel/typeNames";
import { holderOf, type NameRule } from "../nameAvailability";
import { plainService } from "../plainService";
import type { Call } from "../service";

/** Microsoft.ContainerRegistry: registries as a place to hold roles on; no images. */
export const containerRegistry = plainService("Microsoft.ContainerRegistry", [
    {
        type: registryType,
        members: ["sku"],
        identity: true,
        patch: "merge",
        properties: (sent, { azure, name, before }) => ({
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            dataEndpointEnabled: false,
            encryption: { status: "disabled" },
            networkRuleBypassOptions: "AzureServices",
            publicNetworkAccess: "Enabled",
            zoneRedundancy: "Disabled",
            // Which roles pull: AcrPull, or in the other mode Container Registry Repository Reader (2025-11-01).
            roleAssignmentMode: "LegacyRegistryPermissions",
            ...sent,
            creationDate: before?.creationDate ?? azureTime(azure.clock.now()),
            loginServer: `${name.toLowerCase()}.azurecr.io`,
        }),
        check,
    },
]);

export const registryNames: NameRule = {
    invalid: (name) => (/^[a-zA-Z0-9]{5,50}$/.test(name) ? undefined : invalidName(name).message),
    taken: (name) => alreadyInUse(name).message,
};

const modes = ["LegacyRegistryPermissions", "AbacRepositoryPermissions"];

function check(call: Call): void {
    const { path, body } = call;
    if (registryNames.invalid(path.name)) throw invalidName(path.name);
    const holder = holderOf(call, registryType, path.name);
    if (holder && !sameId(holder, path.id)) throw alreadyInUse(path.name);
    const sku = stringAt(body, "sku", "name");
    if (!sku || !/^(basic|standard|premium)$/i.test(sku)) throw invalidSku(sku);
    const mode = stringAt(body, "properties", "roleAssignmentMode");
    if (mode !== undefined && !modes.includes(mode)) throw invalidMode(mode);
}

const invalidName = (name: string) =>
    badRequest(
        "RegistryNameInvalid",
        `The registry name '${name}' is invalid. It may contain alphanumeric characters only and must be between 5 and 50 characters.`,
    );

const alreadyInUse = (name: string) =>
    conflict(
        "AlreadyInUse",
        `The registry DNS name ${name.toLowerCase()}.azurecr.io is already in use. You can check if the name is already ` +
            "claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability",
    );

// Not documented: code and message of the two below.

const invalidSku = (sku: string | undefined) =>
    badRequest("InvalidSku", `The sku '${sku ?? ""}' is not one of Basic, Standard and Premium.`);

const invalidMode = (mode: string) =>
    badRequest("InvalidRoleAssignmentMode", `The role assignment mode '${mode}' is not one of ${modes.join(" and ")}.`);
