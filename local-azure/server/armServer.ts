import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { ArmServer, LocalAzureOptions } from "../contract";
import { Graph } from "../graph/graph";
import type { Principal } from "../identity/directory";
import { roleDefinitionIdOf } from "../identity/roleDefinitions";
import { SignIn } from "../identity/signIn";
import { Tokens } from "../identity/tokens";
import { realClock } from "../kernel/clock";
import { Durations } from "../kernel/durations";
import { messageOf } from "../kernel/errors";
import { idIn, subscriptionScope } from "../kernel/resourceId";
import { roleAssignmentType } from "../kernel/typeNames";
import { services } from "../services";
import { Azure, type AzureSettings } from "../services/azure";
import { JobWatch } from "../services/containerservice/jobs/jobWatch";
import { makeCertificate } from "./certificate";
import { controlRoutes } from "./control";
import { checkedFaultRules } from "./faultRules";
import { Faults } from "./faults";
import { front } from "./front";
import { Gate } from "./gate";
import { identityEndpoint } from "./identityEndpoint";
import { Login } from "./login";
import { Pipeline } from "./pipeline";
import { RequestLog } from "./requestLog";
import { Router } from "./router";
import { StateFile } from "./stateFile";

/** Fixed, so that ids in notes, tests and examples stay the same from run to run. */
const defaultSubscriptionId = "5ab5c21e-0a9e-4c52-8f0d-0a2c4d7e9b10";
const defaultTenantId = "7e4a7f3c-2f7b-4f0e-9a57-1d1f0c8b6a20";
const deployerObjectId = "d3b1c0de-5f0a-4d3e-8c1a-6b7e2f9a4c30";
const deployerClientId = "a11ce0de-91b4-4a6d-b3f2-0c5d8e7f1a40";

/** Starts the ARM half of local-azure: ARM over HTTPS and managed identity over HTTP, both on loopback. */
export async function startArmServer(options: LocalAzureOptions = {}): Promise<ArmServer> {
    const clock = options.clock ?? realClock();
    const settings = settingsOf(options);
    const faults = new Faults(checkedFaultRules(options.faults ?? []));
    const azure = new Azure(settings, clock, services);
    const state = options.stateFile ? new StateFile(options.stateFile, azure) : undefined;
    state?.load();
    const deployer = signInDeployer(azure, options.deployerRole ?? "Owner");
    // Now, not after the first request that could not be kept.
    state?.save();

    const [tokens, certificate] = await Promise.all([Tokens.create(clock, settings.tenantId), makeCertificate()]);
    const log = new RequestLog();
    const signIn = new SignIn(tokens, azure.directory);
    const login = new Login(azure, tokens);
    const mayUseGraph = ({ objectId }: Principal) =>
        objectId === deployerObjectId && (options.graphAccess ?? "full") === "full";
    // In this order: ARM takes every path that is nobody else's.
    const servers = [login, new Graph(azure, signIn, mayUseGraph), new Pipeline(azure, new Router(services), signIn)];
    const gate = new Gate(servers, faults, clock, log);
    const jobs = options.watchJobs ? new JobWatch(azure) : undefined;
    const arm = front(certificate, gate, controlRoutes({ azure, log, faults, login, jobs }), () => {
        if (state) keepOrWarn(state);
        jobs?.look();
    });
    const identityHeader = randomUUID();
    const identity = identityEndpoint({
        header: identityHeader,
        deployer,
        directory: azure.directory,
        tokens,
    });

    try {
        azure.armEndpoint = `https://127.0.0.1:${await listen(arm, options.port ?? 0)}`;
        const identityEndpoint = `http://127.0.0.1:${await listen(identity, 0)}/msi/token`;
        const access = { identityEndpoint, identityHeader, caFile: certificate.caFile };
        return {
            ready: {
                armEndpoint: azure.armEndpoint,
                metadataEndpoint: `${azure.armEndpoint}/metadata/endpoints`,
                ...access,
                tenantId: settings.tenantId,
                subscriptionId: settings.subscriptionId,
                deployerObjectId,
                env: environment(azure, access),
            },
            clock,
            requests: () => log.all(),
            stop: async () => {
                await Promise.all([arm.close(), identity.close(), certificate.remove()]);
                state?.save();
            },
        };
    } catch (error) {
        await Promise.all([arm.close(), identity.close(), certificate.remove()]);
        throw error;
    }
}

function settingsOf(options: LocalAzureOptions): AzureSettings {
    const subscriptionId = options.subscriptionId ?? defaultSubscriptionId;
    return {
        subscriptionId,
        subscriptionIds: [subscriptionId, ...(options.otherSubscriptionIds ?? [])],
        tenantId: options.tenantId ?? defaultTenantId,
        durations: new Durations(options),
        loose: options.loose ?? false,
        patchedIdentity: options.patchedIdentity ?? "ignored",
        nodesOnSwitch: options.nodesOnSwitch ?? "kept",
        ...(options.pageSize !== undefined && { pageSize: checkedPageSize(options.pageSize) }),
    };
}

function checkedPageSize(size: number): number {
    if (Number.isInteger(size) && size > 0) return size;
    throw new Error(`pageSize is ${size}, but a page has a whole number of items, at least 1.`);
}

/** The deployer and its role on each subscription, which counts at once: it is not what a run waits for. */
function signInDeployer(azure: Azure, roleName: string): Principal {
    const deployer = azure.directory.add({
        objectId: deployerObjectId,
        clientId: deployerClientId,
        type: "ServicePrincipal",
        displayName: "local-azure deployer",
        visibleFrom: 0,
    });
    for (const subscriptionId of azure.settings.subscriptionIds) {
        assignDeployer(azure, subscriptionId, roleName);
    }
    return deployer;
}

function assignDeployer(azure: Azure, subscriptionId: string, roleName: string): void {
    const scope = subscriptionScope(subscriptionId);
    const id = idIn(scope, roleAssignmentType, deployerObjectId);
    azure.store.delete(id);
    if (roleName === "none") return;

    const role = azure.roles.byRoleName(roleName);
    if (!role) {
        throw new Error(
            `deployerRole '${roleName}' is no role. Give 'none' or the name of a built-in role, such as 'Contributor'.`,
        );
    }
    const grant = {
        roleDefinitionId: roleDefinitionIdOf(scope, role.name),
        principalId: deployerObjectId,
        principalType: "ServicePrincipal",
        scope,
    };
    azure.access.assign(id, grant, deployerObjectId);
}

/** A request that has succeeded stays a success; the next one tries again. */
function keepOrWarn(state: StateFile): void {
    try {
        state.save();
    } catch (error) {
        process.stderr.write(`local-azure: ${messageOf(error)}\n`);
    }
}

async function listen(server: FastifyInstance, port: number): Promise<number> {
    await server.listen({ host: "127.0.0.1", port }).catch((error: Error) => {
        throw new Error(`Port ${port} cannot be listened on: ${error.message}. Give another one, or 0 for a free one.`);
    });
    return (server.server.address() as AddressInfo).port;
}

/** All that the SDKs, `az` and Pulumi read from the environment to find and trust this server. */
function environment(
    azure: Azure,
    access: { identityEndpoint: string; identityHeader: string; caFile: string },
): Record<string, string> {
    const { subscriptionId, tenantId } = azure.settings;
    return {
        IDENTITY_ENDPOINT: access.identityEndpoint,
        IDENTITY_HEADER: access.identityHeader,
        NODE_EXTRA_CA_CERTS: access.caFile,
        REQUESTS_CA_BUNDLE: access.caFile,
        SSL_CERT_FILE: access.caFile,
        AZURE_SUBSCRIPTION_ID: subscriptionId,
        AZURE_TENANT_ID: tenantId,
        ARM_SUBSCRIPTION_ID: subscriptionId,
        ARM_TENANT_ID: tenantId,
        ARM_USE_MSI: "true",
        ARM_METADATA_HOSTNAME: azure.armEndpoint,
        ARM_DISABLE_INSTANCE_DISCOVERY: "true",
    };
}
