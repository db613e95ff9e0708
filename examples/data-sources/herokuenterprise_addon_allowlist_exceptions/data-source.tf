data "herokuenterprise_addon_allowlist_exceptions" "widgets" {
  team = "acme-widgets"
}

check "exceptions" {
  assert {
    condition     = length(data.herokuenterprise_addon_allowlist_exceptions.widgets.exceptions) == 0
    error_message = "Installed, but not allowed: ${join(", ", data.herokuenterprise_addon_allowlist_exceptions.widgets.exceptions[*].addon_service)}."
  }
}
