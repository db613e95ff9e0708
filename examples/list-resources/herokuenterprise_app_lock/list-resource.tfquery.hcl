# Which apps of the team are locked?
list "herokuenterprise_app_lock" "widgets" {
  provider = herokuenterprise

  config {
    team = "acme-widgets"
  }
}
