resource "herokuenterprise_enterprise_account_member" "ann" {
  enterprise_account = "acme"
  email              = "ann@acme.test"
  permissions        = ["billing"]
}
