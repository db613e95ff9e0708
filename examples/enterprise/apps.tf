# The apps. A locked one is seen by the admins of its team and by people with permissions of their own, and by nobody else.

resource "herokuenterprise_team_app" "shop" {
  team   = herokuenterprise_team.products.id
  name   = "acme-shop"
  region = "eu"
}

resource "herokuenterprise_team_app" "prototype" {
  team   = herokuenterprise_team.labs.id
  name   = "acme-prototype"
  region = "eu"
}

resource "herokuenterprise_team_app" "ledger" {
  team  = herokuenterprise_team.bank.id
  name  = "acme-ledger"
  space = herokuenterprise_space.vault.id
}

resource "herokuenterprise_app_lock" "ledger" {
  app = herokuenterprise_team_app.ledger.id
}

resource "herokuenterprise_app_access" "ledger_fay" {
  app         = herokuenterprise_team_app.ledger.id
  email       = herokuenterprise_team_member.this["bank/fay"].email
  permissions = ["view", "deploy"]
}

variable "on_call" {
  description = "Who looks after the shop tonight."
  type        = string
  default     = "fay@acme.test"
}

resource "herokuenterprise_app_access" "shop_on_call" {
  app         = herokuenterprise_team_app.shop.id
  email       = var.on_call
  permissions = ["view", "operate"]

  depends_on = [herokuenterprise_team_member.this]
}
