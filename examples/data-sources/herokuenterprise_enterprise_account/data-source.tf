data "herokuenterprise_enterprise_account" "acme" {
  enterprise_account = "acme"
}

check "may_manage" {
  assert {
    condition     = contains(data.herokuenterprise_enterprise_account.acme.permissions, "manage")
    error_message = "Terraform works as somebody who does not manage the enterprise account."
  }
}
