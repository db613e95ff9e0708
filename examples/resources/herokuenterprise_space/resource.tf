# A space in Frankfurt, on networks that no other of the company's networks overlaps.
resource "herokuenterprise_space" "vault" {
  name      = "acme-vault"
  team      = "acme-widgets"
  region    = "frankfurt"
  cidr      = "10.20.0.0/16"
  data_cidr = "10.21.0.0/20"
}

# An app in it belongs to the team of the space.
resource "herokuenterprise_team_app" "ledger" {
  team  = "acme-widgets"
  name  = "acme-ledger"
  space = herokuenterprise_space.vault.id
}
