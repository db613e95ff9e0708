data "herokuenterprise_team" "widgets" {
  team = "acme-widgets"
}

check "addon_controls" {
  assert {
    condition     = data.herokuenterprise_team.widgets.addon_controls
    error_message = "The add-on allowlist of ${data.herokuenterprise_team.widgets.name} is not enforced."
  }
}
