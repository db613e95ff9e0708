# Everybody who is meant to be in the team, and what they may do with its apps. Resources are made of the same values.
locals {
  members = {
    "ada@acme.test" = "admin"
    "joe@acme.test" = "member"
    "kim@acme.test" = "viewer"
  }
  grants = [
    { app = "website-prod", email = "joe@acme.test", permissions = ["view", "operate"] },
    { app = "website-prod", email = "jill@creative.test", permissions = ["view", "deploy"] },
  ]
}

data "herokuenterprise_unmanaged_access" "widgets" {
  team        = "acme-widgets"
  members     = keys(local.members)
  grants      = [for g in local.grants : { app = g.app, email = g.email }]
  locked_apps = ["website-prod"]
}

# Every plan says who was let in elsewhere.
check "access" {
  assert {
    condition = data.herokuenterprise_unmanaged_access.widgets.clean
    error_message = join("\n", concat(
      ["Not under Terraform:"],
      [for m in data.herokuenterprise_unmanaged_access.widgets.unmanaged_members : "${m.email} is ${m.role} of acme-widgets"],
      [for g in data.herokuenterprise_unmanaged_access.widgets.unmanaged_grants : "${g.email} has ${join(", ", g.permissions)} on ${g.app}"],
      [for l in data.herokuenterprise_unmanaged_access.widgets.unmanaged_locks : "${l.app} is locked"],
    ))
  }
}

# A team that is not under Terraform yet. What is there is written into a file by
#
#   terraform apply
#   terraform output -raw labs > labs.tf
data "herokuenterprise_unmanaged_access" "labs" {
  team        = "acme-labs"
  locked_apps = []
}

output "labs" {
  value = data.herokuenterprise_unmanaged_access.labs.import_blocks
}
