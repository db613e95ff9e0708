# A plan that would remove more than two people is refused.
resource "herokuenterprise_team_members" "widgets" {
  team         = "acme-widgets"
  max_removals = "2"

  members = {
    "ada@acme.test" = "admin"
    "joe@acme.test" = "member"
    "kim@acme.test" = "viewer"
  }
}
