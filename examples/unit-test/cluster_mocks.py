"""Mocks for unit tests: in Python a cluster is one resource, and these are its outputs."""

import hashlib
import uuid

import pulumi

SUBSCRIPTION = "/subscriptions/0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0"


def guid(*words: str) -> str:
    """The same GUID for the same words in every run."""
    return str(uuid.UUID(hashlib.sha256("|".join(words).encode()).hexdigest()[:32]))


class ClusterMocks(pulumi.runtime.Mocks):
    """Gives ManagedIdentityAksCluster the outputs that programs use; every other resource shows its inputs."""

    def __init__(self):
        self.registered = []

    def new_resource(self, args: pulumi.runtime.MockResourceArgs):
        self.registered.append(args)
        group = f"{SUBSCRIPTION}/resourceGroups/{args.inputs.get('resourceGroupName', 'group')}"
        if args.typ != "managed-identity-aks:index:ManagedIdentityAksCluster":
            return [f"{group}/providers/{args.typ}/{args.name}", args.inputs]
        name = args.inputs.get("clusterName", f"{args.name}-cluster")
        identity = f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{args.name}-kubelet"
        kubelet = {"resourceId": identity, "clientId": guid("client", name), "principalId": guid("principal", name)}
        return [
            "",
            {
                **args.inputs,
                "clusterId": f"{group}/providers/Microsoft.ContainerService/managedClusters/{name}",
                "clusterName": name,
                "kubeletIdentity": kubelet,
                "oidcIssuerUrl": f"https://westeurope.oic.prod-aks.azure.com/{guid('tenant')}/{guid('issuer', name)}/",
            },
        ]

    def call(self, args: pulumi.runtime.MockCallArgs):
        raise Exception(f"no answer to the look-up {args.token}")
