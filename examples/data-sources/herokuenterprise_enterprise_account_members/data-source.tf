data "herokuenterprise_enterprise_account_members" "acme" {
  enterprise_account = "acme"
}

output "managers" {
  value = [for m in data.herokuenterprise_enterprise_account_members.acme.members : m.email if contains(m.permissions, "manage")]
}
