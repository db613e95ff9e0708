resource "herokuenterprise_team_member" "ann" {
  team  = "acme-widgets"
  email = "ann@acme.test"
  role  = "member"
}
