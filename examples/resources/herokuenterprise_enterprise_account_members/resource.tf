# Exactly these people are in the account; whoever else turns up there is drift. Ada is the person that Terraform works as.
resource "herokuenterprise_enterprise_account_members" "initech" {
  enterprise_account = "initech"
  members = {
    "ada@acme.test" = ["billing", "create", "manage"]
    "ann@acme.test" = ["billing"]
  }
}
