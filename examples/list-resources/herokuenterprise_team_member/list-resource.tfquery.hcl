# Who is in the team? `terraform query -generate-config-out=members.tf` writes them down, with import blocks.
list "herokuenterprise_team_member" "widgets" {
  provider = herokuenterprise

  config {
    team = "acme-widgets"
  }
}
