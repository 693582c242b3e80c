"""A program in Python on the generated SDK, run by the Automation API (`consumer.py up|refused SECRET`) or the engine
(`consumer.py program`)."""

import asyncio
import json
import os
import sys
import traceback

import pulumi
from pulumi import automation as auto
from pulumi_managed_identity_aks import (
    AksClusterIdentities,
    AksWorkloadIdentity,
    ManagedIdentityAksCluster,
    NodePoolArgs,
    RegistryArgs,
    ServiceAccountArgs,
)

VM_SIZE = "Standard_D4ds_v5"
SECRET = sys.argv[-1]


def azure(kind: str, name: str, properties: dict, *outputs: str, depends_on=None) -> pulumi.CustomResource:
    """A resource of azure-native, without its SDK."""
    props = {**{output: None for output in outputs}, **properties}
    return pulumi.CustomResource(f"azure-native:{kind}", name, props, pulumi.ResourceOptions(depends_on=depends_on))


def name_of(resource: pulumi.CustomResource) -> pulumi.Output[str]:
    return resource.id.apply(lambda id: id.split("/")[-1])


def ground() -> tuple:
    group = azure("resources:ResourceGroup", "group", {})
    in_group = {"resourceGroupName": name_of(group)}
    network = azure(
        "network:VirtualNetwork", "network", {**in_group, "addressSpace": {"addressPrefixes": ["10.10.0.0/16"]}}
    )
    nodes = azure(
        "network:Subnet",
        "nodes",
        {**in_group, "virtualNetworkName": name_of(network), "addressPrefix": "10.10.0.0/24"},
    )
    images = azure("containerregistry:Registry", "images", {**in_group, "sku": {"name": "Premium"}})
    return name_of(group), nodes, images


def program() -> None:
    group_name, nodes, images = ground()
    registries = [RegistryArgs(id=images.id)]
    shared = AksClusterIdentities(
        "shared", resource_group_name=group_name, subnet_ids=[nodes.id], registries=registries
    )
    aks = ManagedIdentityAksCluster(
        "aks",
        resource_group_name=group_name,
        identities=shared.for_clusters,
        oidc_issuer=True,
        system_node_pool=NodePoolArgs(vm_size=VM_SIZE, count=2, subnet_id=nodes.id),
        registries=registries,
    )
    AksWorkloadIdentity(
        "orders",
        resource_group_name=group_name,
        oidc_issuer_url=aks.oidc_issuer_url,
        service_accounts=[ServiceAccountArgs(namespace="shop", name="orders")],
    )
    pulumi.export("clusterName", aks.cluster_name)
    pulumi.export("kubeletClientId", aks.kubelet_identity.client_id)


def refused() -> None:
    """A secret in an input that must be plain, and a client secret where none belongs."""
    ManagedIdentityAksCluster(
        "aks",
        resource_group_name="group",
        system_node_pool={"vm_size": VM_SIZE, "name": pulumi.Output.secret(SECRET)},
        control_plane_identity={
            "type": "SystemAssigned",
            "service_principal": {"client_id": "11111111-2222-3333-4444-555555555555", "client_secret": SECRET},
        },
    )


def with_secrets() -> None:
    """Clusters on a service principal, with its secret marked as one, and not. What CLUSTERS holds as JSON is the test's."""
    clusters = json.loads(os.environ["CLUSTERS"])
    secrets = {"marked": pulumi.Output.secret(clusters["markedSecret"]), "plain": clusters["plainSecret"]}
    for name, secret in secrets.items():
        ManagedIdentityAksCluster(
            name,
            resource_group_name=clusters["group"],
            control_plane_identity={
                "type": clusters["identityType"],
                "service_principal": {"client_id": clusters["clientId"], "client_secret": secret},
            },
            properties={"windowsProfile": {"adminUsername": "azureuser", "adminPassword": clusters["adminPassword"]}},
            system_node_pool={"vm_size": VM_SIZE},
        )


def run_by_engine() -> None:
    """As Pulumi's language host starts a program."""
    env = os.environ
    settings = pulumi.runtime.Settings(
        project=env["PULUMI_PROJECT"],
        stack=env["PULUMI_STACK"],
        monitor=env["PULUMI_MONITOR"],
        engine=env["PULUMI_ENGINE"],
        dry_run=env["PULUMI_DRY_RUN"] == "true",
        organization=env["PULUMI_ORGANIZATION"],
    )
    pulumi.runtime.configure(settings)
    pulumi.runtime.set_all_config(json.loads(env["PULUMI_CONFIG"]))
    try:
        asyncio.run(pulumi.runtime.run_in_stack(with_secrets))
    except Exception as error:
        pulumi.log.error(f"Program failed with an unhandled exception:\n{traceback.format_exc()}")
        raise SystemExit(1) from error


PROGRAMS = {"up": program, "refused": refused}


def main() -> None:
    stack = auto.create_or_select_stack("dev", "consumer", PROGRAMS[sys.argv[1]])
    stack.set_config("azure-native:location", auto.ConfigValue("westeurope"))
    outputs = stack.up(on_output=lambda line: print(line, file=sys.stderr)).outputs
    again = {str(getattr(kind, "value", kind)): count for kind, count in stack.preview().change_summary.items()}
    stack.destroy()
    print(json.dumps({**{name: output.value for name, output in outputs.items()}, "again": again}))


if sys.argv[1] == "program":
    run_by_engine()
else:
    main()
