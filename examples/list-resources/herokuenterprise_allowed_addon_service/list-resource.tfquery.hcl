# What may be installed on the team's apps?
list "herokuenterprise_allowed_addon_service" "widgets" {
  provider = herokuenterprise

  config {
    team = "acme-widgets"
  }
}
