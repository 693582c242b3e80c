terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}
provider "azurerm" {
  features {}
}

variable "registry_name" {
  description = "Name of the registry, which no registry of others may have."
  type        = string
}

resource "azurerm_resource_group" "shop" {
  name     = "shop"
  location = "westeurope"
}
resource "azurerm_route_table" "routes" {
  name                = "routes"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  route {
    name                   = "firewall"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.0.4"
  }
}
resource "azurerm_virtual_network" "network" {
  name                = "network"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  address_space       = ["10.10.0.0/16"]
}
resource "azurerm_subnet" "nodes" {
  for_each             = { system = "10.10.0.0/24", work = "10.10.1.0/24" }
  name                 = each.key
  resource_group_name  = azurerm_resource_group.shop.name
  virtual_network_name = azurerm_virtual_network.network.name
  address_prefixes     = [each.value]
}
resource "azurerm_subnet_route_table_association" "nodes" {
  for_each       = azurerm_subnet.nodes
  subnet_id      = each.value.id
  route_table_id = azurerm_route_table.routes.id
}
resource "azurerm_container_registry" "images" {
  name                = var.registry_name
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  sku                 = "Standard"
}

resource "azurerm_user_assigned_identity" "cluster" {
  for_each            = toset(["control-plane", "kubelet"])
  name                = each.key
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}
locals {
  control_plane = azurerm_user_assigned_identity.cluster["control-plane"]
  kubelet       = azurerm_user_assigned_identity.cluster["kubelet"]
  role_assignments = {
    kubelet-operator = { identity = local.control_plane, role = "Managed Identity Operator", scope = local.kubelet.id }
    system-subnet    = { identity = local.control_plane, role = "Network Contributor", scope = azurerm_subnet.nodes["system"].id }
    work-subnet      = { identity = local.control_plane, role = "Network Contributor", scope = azurerm_subnet.nodes["work"].id }
    route-table      = { identity = local.control_plane, role = "Network Contributor", scope = azurerm_route_table.routes.id }
    registry         = { identity = local.kubelet, role = "AcrPull", scope = azurerm_container_registry.images.id }
  }
}
resource "azurerm_role_assignment" "cluster" {
  for_each             = local.role_assignments
  principal_id         = each.value.identity.principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = each.value.role
  scope                = each.value.scope
}

resource "azurerm_kubernetes_cluster" "aks" {
  name                = "aks"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  dns_prefix          = "shop"
  identity {
    type         = "UserAssigned"
    identity_ids = [local.control_plane.id]
  }
  kubelet_identity {
    user_assigned_identity_id = local.kubelet.id
    client_id                 = local.kubelet.client_id
    object_id                 = local.kubelet.principal_id
  }
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    pod_cidr            = "10.244.0.0/16"
    service_cidr        = "10.96.0.0/16"
    dns_service_ip      = "10.96.0.10"
    outbound_type       = "userDefinedRouting"
  }
  node_provisioning_profile {
    mode = "Manual"
  }
  default_node_pool {
    name           = "system"
    vm_size        = "Standard_D4ds_v5"
    node_count     = 3
    vnet_subnet_id = azurerm_subnet.nodes["system"].id
    # AKS sets this default, and every plan would take it away.
    upgrade_settings {
      max_surge = "10%"
    }
  }
  depends_on = [azurerm_role_assignment.cluster, azurerm_subnet_route_table_association.nodes]
}
resource "azurerm_kubernetes_cluster_node_pool" "work" {
  name                  = "work"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.aks.id
  mode                  = "User"
  vm_size               = "Standard_D8ds_v5"
  auto_scaling_enabled  = true
  min_count             = 1
  max_count             = 5
  vnet_subnet_id        = azurerm_subnet.nodes["work"].id
  upgrade_settings {
    max_surge = "10%"
  }
  lifecycle {
    ignore_changes = [node_count]
  }
}
