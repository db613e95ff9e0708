data "herokuenterprise_team_usage" "widgets" {
  team  = "acme-widgets"
  start = formatdate("YYYY-MM", plantimestamp())
}

# The team's licence is for 75 dyno units.
check "licence" {
  assert {
    condition     = data.herokuenterprise_team_usage.widgets.usage[0].dynos <= 75
    error_message = "The team has used ${data.herokuenterprise_team_usage.widgets.usage[0].dynos} dyno units this month."
  }
}
