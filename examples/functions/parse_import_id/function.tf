# A module that calls functions names the provider here.
terraform {
  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

# Who is in the team already, as import ids: from a spreadsheet, or from the Heroku CLI.
locals {
  members = {
    "acme-widgets:joe@acme.test" = "member"
    "acme-widgets:kim@acme.test" = "viewer"
  }
}

resource "herokuenterprise_team_member" "this" {
  for_each = local.members

  team  = provider::herokuenterprise::parse_import_id(each.key).parent
  email = provider::herokuenterprise::parse_import_id(each.key).email
  role  = each.value
}

# Brings them under Terraform instead of adding them again.
import {
  for_each = local.members

  to = herokuenterprise_team_member.this[each.key]
  id = each.key
}

# An allowed add-on service: the email and the id are null.
output "service" {
  value = provider::herokuenterprise::parse_import_id("acme-widgets:papertrail").addon_service # papertrail
}
