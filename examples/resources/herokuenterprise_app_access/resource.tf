# Ann joins the team, and may deploy one of its apps.
resource "herokuenterprise_team_member" "ann" {
  team  = "acme-widgets"
  email = "ann@acme.test"
  role  = "member"
}

resource "herokuenterprise_app_access" "ann" {
  app         = "website-prod"
  email       = herokuenterprise_team_member.ann.email
  permissions = ["view", "deploy"]
}

# Jill is in no team: this is all that she has.
resource "herokuenterprise_app_access" "jill" {
  app         = "website-staging"
  email       = "jill@creative.test"
  permissions = ["view", "deploy", "operate"]
}
