# Exactly these services may be installed; whatever else turns up on the list is drift.
resource "herokuenterprise_addon_allowlist" "widgets" {
  team           = "acme-widgets"
  addon_services = ["heroku-postgresql", "heroku-redis", "papertrail"]
}
