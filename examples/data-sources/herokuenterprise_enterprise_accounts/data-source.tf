data "herokuenterprise_enterprise_accounts" "mine" {}

output "accounts_with_billing" {
  value = [for a in data.herokuenterprise_enterprise_accounts.mine.enterprise_accounts : a.name if contains(a.permissions, "billing")]
}
