resource "herokuenterprise_team_app" "shop" {
  team   = "acme-widgets"
  name   = "acme-shop"
  region = "eu"
}
