# The products team is there already, with the licences of the company: Heroku sets those up, and no API does.
import {
  to = herokuenterprise_team.products
  id = "acme-products"
}

resource "herokuenterprise_team" "products" {
  name               = "acme-products"
  enterprise_account = local.enterprise_account
}

resource "herokuenterprise_team" "labs" {
  name               = "acme-labs"
  enterprise_account = local.enterprise_account
}

# The bank's people sign in through its own identity provider. Who does so for the first time joins as a viewer. Programs of other companies
# reach nothing that the team owns. The switch is an extension of the control plane: on Heroku itself, use the dashboard and leave the line out.
resource "herokuenterprise_team" "bank" {
  name                     = "acme-bank"
  enterprise_account       = local.enterprise_account
  default_role             = "viewer"
  third_party_oauth_access = false
}

resource "herokuenterprise_identity_provider" "bank" {
  team           = herokuenterprise_team.bank.id
  entity_id      = "http://www.okta.com/exk1a2b3c4d5e6f7g8h9"
  sso_target_url = "https://acme.okta.com/app/heroku/exk1a2b3c4d5e6f7g8h9/sso/saml"
  certificate    = file("${path.module}/okta.pem")
}
