data "herokuenterprise_teams" "acme" {
  enterprise_account = "acme"
}

output "administered_teams" {
  value = [for t in data.herokuenterprise_teams.acme.teams : t.name if t.role == "admin"]
}
