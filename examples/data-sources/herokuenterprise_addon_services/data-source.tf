data "herokuenterprise_addon_services" "all" {}

output "names" {
  value = data.herokuenterprise_addon_services.all.services[*].name
}
