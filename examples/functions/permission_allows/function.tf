# A module that calls functions names the provider here.
terraform {
  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

# What a release manager is given, and what the security team has agreed to.
locals {
  release_manager = ["view", "deploy"]
}

check "release_managers" {
  assert {
    condition     = provider::herokuenterprise::permission_allows(local.release_manager, "app.build.create")
    error_message = "Release managers have to be able to push code."
  }

  assert {
    condition     = !provider::herokuenterprise::permission_allows(local.release_manager, "app.access.write")
    error_message = "Release managers must not give access to others."
  }
}

output "may_push_code" {
  value = provider::herokuenterprise::permission_allows(["view", "deploy"], "app.build.create") # true
}

output "may_push_code_without_deploy" {
  value = provider::herokuenterprise::permission_allows(["view", "operate"], "app.build.create") # false
}
