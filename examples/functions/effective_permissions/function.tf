# A module that calls functions names the provider here.
terraform {
  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

# A member of the team who was given deploy on an app. The lock changes nothing: what was given stays.
output "member_with_deploy" {
  value = provider::herokuenterprise::effective_permissions("member", ["deploy"], true) # deploy, view
}

# Without permissions of their own, members see an app until it is locked.
output "member_of_an_open_app" {
  value = provider::herokuenterprise::effective_permissions("member", [], false) # view
}

output "member_of_a_locked_app" {
  value = provider::herokuenterprise::effective_permissions("member", [], true) # none
}

# What follows from it: may a member look at an app that is locked?
output "member_sees_a_locked_app" {
  value = provider::herokuenterprise::permission_allows(
    provider::herokuenterprise::effective_permissions("member", [], true),
    "app.read",
  ) # false
}

# Admins of the team have all permissions, and contractors only what they were given.
output "admin" {
  value = provider::herokuenterprise::effective_permissions("admin", null, true) # deploy, manage, operate, view
}

output "contractor" {
  value = provider::herokuenterprise::effective_permissions(null, ["view", "operate"], false) # operate, view
}
