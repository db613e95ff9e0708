# What may be installed. The platform team's list is exclusive: exactly these services, anything else that turns up on the
# list is drift. The web team keeps a list by hand, to which Terraform adds one service and leaves the rest alone.

resource "herokuenterprise_addon_allowlist" "platform" {
  team           = herokuenterprise_team.platform.id
  addon_services = ["heroku-postgresql", "heroku-redis", "papertrail"]
  enforced       = true
}

resource "herokuenterprise_allowed_addon_service" "web_postgresql" {
  team          = herokuenterprise_team.web.id
  addon_service = "heroku-postgresql"
}
