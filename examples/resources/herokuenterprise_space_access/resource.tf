# Ann joins the team, and may create apps in its private space. Admins of the team need no permission for that.
resource "herokuenterprise_team_member" "ann" {
  team  = "acme-widgets"
  email = "ann@acme.test"
  role  = "member"
}

resource "herokuenterprise_space_access" "ann" {
  space       = "acme-dmz"
  email       = herokuenterprise_team_member.ann.email
  permissions = ["create_apps"]
}
