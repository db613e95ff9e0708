# The bank's own network, in Frankfurt: web traffic is let in from the offices alone.

resource "herokuenterprise_space" "vault" {
  name      = "acme-vault"
  team      = herokuenterprise_team.bank.id
  region    = "frankfurt"
  cidr      = "10.20.0.0/16"
  data_cidr = "10.21.0.0/20"
}

resource "herokuenterprise_space_trusted_ips" "vault" {
  space  = herokuenterprise_space.vault.id
  ranges = ["198.51.100.0/24", "203.0.113.17/32"]
}

# Fay may create apps in it. Joe may in any case, being an admin of the team.
resource "herokuenterprise_space_access" "fay" {
  space       = herokuenterprise_space.vault.id
  email       = herokuenterprise_team_member.this["bank/fay"].email
  permissions = ["create_apps"]
}
