#!/usr/bin/env bash
# The cluster of this comparison, with the Azure CLI 2.91. The first argument is a name for the registry, which no
# registry of others may have.
set -euo pipefail
registry=$1
group="--resource-group shop"

az group create --name shop --location westeurope
az network route-table create $group --name routes
az network route-table route create $group --route-table-name routes --name firewall \
    --address-prefix 0.0.0.0/0 --next-hop-type VirtualAppliance --next-hop-ip-address 10.0.0.4
routes=$(az network route-table show $group --name routes --query id --output tsv)
az network vnet create $group --name network --address-prefixes 10.10.0.0/16
az network vnet subnet create $group --vnet-name network --name system --address-prefixes 10.10.0.0/24 \
    --route-table routes
az network vnet subnet create $group --vnet-name network --name work --address-prefixes 10.10.1.0/24 \
    --route-table routes
system=$(az network vnet subnet show $group --vnet-name network --name system --query id --output tsv)
work=$(az network vnet subnet show $group --vnet-name network --name work --query id --output tsv)
az acr create $group --name "$registry" --sku Standard

az identity create $group --name control-plane
az identity create $group --name kubelet
controlPlane=$(az identity show $group --name control-plane --query id --output tsv)
principal=$(az identity show $group --name control-plane --query principalId --output tsv)
kubelet=$(az identity show $group --name kubelet --query id --output tsv)

# az aks create assigns the roles on the kubelet identity, on the first pool's subnet and on the registry, not these.
for scope in "$work" "$routes"; do
    az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal \
        --role "Network Contributor" --scope "$scope"
done

az aks create $group --name aks --assign-identity "$controlPlane" --assign-kubelet-identity "$kubelet" \
    --attach-acr "$registry" --vnet-subnet-id "$system" --outbound-type userDefinedRouting \
    --network-plugin azure --network-plugin-mode overlay --pod-cidr 10.244.0.0/16 \
    --service-cidr 10.96.0.0/16 --dns-service-ip 10.96.0.10 \
    --nodepool-name system --node-vm-size Standard_D4ds_v5 --node-count 3 --no-ssh-key
az aks nodepool add $group --cluster-name aks --name work --mode User --vnet-subnet-id "$work" \
    --node-vm-size Standard_D8ds_v5 --node-count 1 --enable-cluster-autoscaler --min-count 1 --max-count 5
