list "herokuenterprise_team_app" "widgets" {
  provider = herokuenterprise

  config {
    team = "acme-widgets"
  }
}
