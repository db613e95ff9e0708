data "herokuenterprise_team_members" "widgets" {
  team  = "acme-widgets"
  roles = ["admin", "member", "viewer"]
}

output "without_two_factor_authentication" {
  value = [for m in data.herokuenterprise_team_members.widgets.members : m.email if !m.two_factor_authentication]
}
