# Who may do what with the enterprise account itself. The four permissions are independent of each other, and none opens what is in the teams.
# Whoever is in a team of the account has view in any case. Ada, whom Terraform works as in the demo, is on purpose not here: an account must keep somebody
# who manages it. Everybody has been in the account with view before, so
# that it shows who has a second factor.

locals {
  enterprise_account = "acme"

  account_permissions = {
    joe = ["manage", "create"]
    gus = ["billing"]
  }
}

resource "herokuenterprise_enterprise_account_member" "this" {
  for_each = local.account_permissions

  enterprise_account = local.enterprise_account
  email              = "${each.key}@acme.test"
  permissions        = each.value
}
