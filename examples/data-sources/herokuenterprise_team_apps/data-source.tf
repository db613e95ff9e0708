data "herokuenterprise_team_apps" "widgets" {
  team = "acme-widgets"
}

output "not_locked" {
  value = [for a in data.herokuenterprise_team_apps.widgets.apps : a.name if !a.locked]
}
