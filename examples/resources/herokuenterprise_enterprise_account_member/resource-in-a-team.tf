# Whoever has a role in a team is in its account: the role goes first, and comes last.
resource "herokuenterprise_enterprise_account_member" "ben" {
  enterprise_account = "acme"
  email              = "ben@acme.test"
  permissions        = ["view", "create"]
}

resource "herokuenterprise_team_member" "ben" {
  team  = "acme-widgets"
  email = "ben@acme.test"
  role  = "member"

  depends_on = [herokuenterprise_enterprise_account_member.ben]
}
