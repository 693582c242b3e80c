import { ArmError } from "../../arm/errors";
import { plainRoutes } from "../plainResource";
import type { Service } from "../service";

/** Microsoft.ContainerRegistry: registries as a place to hold roles on; no images. */
export const containerRegistry: Service = {
    namespace: "Microsoft.ContainerRegistry",
    routes: plainRoutes({
        type: "Microsoft.ContainerRegistry/registries",
        members: ["sku", "identity"],
        properties: (sent, name) => ({
            adminUserEnabled: false,
            publicNetworkAccess: "Enabled",
            ...sent,
            loginServer: `${name.toLowerCase()}.azurecr.io`,
        }),
        check: ({ path }) => {
            if (!/^[a-zA-Z0-9]{5,50}$/.test(path.name)) throw invalidName(path.name);
        },
    }),
};

const invalidName = (name: string) =>
    new ArmError(
        400,
        "RegistryNameInvalid",
        `The registry name '${name}' is invalid. It may contain alphanumeric characters only and must be between 5 and 50 characters.`,
    );
