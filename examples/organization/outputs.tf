# Who may do what, as the control plane itself sees it: roles, grants and locks taken together, each permission with its reason.

data "herokuenterprise_effective_access" "app" {
  for_each = local.apps

  app = herokuenterprise_team_app.this[each.key].id

  depends_on = [
    herokuenterprise_team_member.this,
    herokuenterprise_app_access.this,
    herokuenterprise_app_access.contractor,
    herokuenterprise_app_lock.this,
  ]
}

data "herokuenterprise_team_members" "all" {
  for_each = local.team_ids

  team = each.value

  depends_on = [herokuenterprise_team_member.this]
}

data "herokuenterprise_addon_allowlist_exceptions" "platform" {
  team = herokuenterprise_addon_allowlist.platform.team
}

locals {
  # One row for each person and app.
  access_rows = flatten([
    for app, effective in data.herokuenterprise_effective_access.app : [
      for person in effective.people : {
        app         = app
        locked      = local.apps[app].locked
        email       = person.email
        role        = coalesce(person.role, "none")
        permissions = [for a in person.access : a.permission]
        reasons     = distinct([for a in person.access : a.reason])
      }
    ]
  ])
}

output "access" {
  description = "Every person with access to an app, with the permissions and where they come from."
  value       = { for app in keys(local.apps) : app => [for row in local.access_rows : row if row.app == app] }
}

output "access_table" {
  description = "The same, to read."
  value = join("\n", concat(
    [format("%-18s %-7s %-19s %-13s %-30s %s", "APP", "LOCKED", "PERSON", "ROLE IN TEAM", "PERMISSIONS", "BECAUSE")],
    [for row in local.access_rows : format("%-18s %-7s %-19s %-13s %-30s %s",
      row.app, row.locked ? "yes" : "no", row.email, row.role, join(", ", row.permissions), join("; ", row.reasons),
    )],
  ))
}

output "people_without_two_factor" {
  description = "People in a team whose account has no second factor."
  value = distinct(flatten([
    for team in data.herokuenterprise_team_members.all : [
      for member in team.members : member.email if !member.two_factor_authentication
    ]
  ]))
}

output "allowlist_exceptions" {
  description = "Add-ons of the platform team that its allowlist does not name."
  value       = data.herokuenterprise_addon_allowlist_exceptions.platform.exceptions
}
