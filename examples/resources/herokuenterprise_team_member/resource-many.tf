# Many people: joining or leaving the team is one line.
resource "herokuenterprise_team_member" "widgets" {
  for_each = {
    "ben@acme.test" = "admin"
    "joe@acme.test" = "member"
    "kim@acme.test" = "viewer"
  }

  team  = "acme-widgets"
  email = each.key
  role  = each.value
}
