# A module that calls functions names the provider here.
terraform {
  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

# Everybody in this team is to be able to make apps, so nobody is added as a viewer.
variable "role" {
  type    = string
  default = "member"

  validation {
    condition     = provider::herokuenterprise::role_allows(var.role, "team.app.create")
    error_message = "People with the role ${var.role} cannot create apps."
  }
}

output "member_may_create_apps" {
  value = provider::herokuenterprise::role_allows("member", "team.app.create") # true
}

output "viewer_may_create_apps" {
  value = provider::herokuenterprise::role_allows("viewer", "team.app.create") # false
}

# Somebody without a role in the team.
output "collaborator_may_list_members" {
  value = provider::herokuenterprise::role_allows("collaborator", "team.members.read") # false
}
