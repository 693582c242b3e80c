import { authorization } from "./authorization/authorization";
import { containerRegistry } from "./containerregistry/containerRegistry";
import { containerService } from "./containerservice/containerService";
import { managedIdentity } from "./managedidentity/managedIdentity";
import { network } from "./network/network";
import { resources } from "./resources/resources";
import type { Service } from "./service";

/** Every provider that is modelled; a new one is a folder and a line here. */
export const services: readonly Service[] = [
    resources,
    authorization,
    managedIdentity,
    network,
    containerRegistry,
    containerService,
];
