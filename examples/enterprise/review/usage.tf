variable "months" {
  description = "The first month and the last, such as [\"2026-01\", \"2026-03\"]; the current one and the one before if it is not set."
  type        = list(string)
  default     = null
}

locals {
  this_month = formatdate("YYYY-MM", plantimestamp())
  last_month = formatdate("YYYY-MM", timeadd("${local.this_month}-01T00:00:00Z", "-24h"))
  months     = coalesce(var.months, [local.last_month, local.this_month])
}

# What each month cost, and how much more than the month before. It takes billing on the account.
data "herokuenterprise_enterprise_account_usage" "acme" {
  enterprise_account = local.enterprise_account
  start              = local.months[0]
  end                = local.months[1]
}

# The same for the team that has the licences, app by app. It takes the role admin in the team.
data "herokuenterprise_team_usage" "products" {
  team  = "acme-products"
  start = local.months[0]
  end   = local.months[1]
}

check "licence" {
  assert {
    condition     = alltrue([for month in data.herokuenterprise_team_usage.products.usage : month.dynos <= 75 && month.addons <= 15000])
    error_message = "The team acme-products has used more than its licence of 75 dyno units and 15000 add-on credits in a month."
  }
}

output "usage_table" {
  description = "Usage of the account, month by month, with the change from one to the next; then of its teams."
  value = join("\n", concat(
    [format("%-8s %-14s %12s %16s %14s", "MONTH", "TEAM", "DYNO UNITS", "ADD-ON CREDITS", "SPACE CREDITS")],
    flatten([for month in data.herokuenterprise_enterprise_account_usage.acme.usage : concat(
      [format("%-8s %-14s %12.2f %16.2f %14.2f", month.period, "all", month.dynos, month.addons, month.space)],
      [for change in month.change[*] : format("%-8s %-14s %+12.2f %+16.2f %+14.2f", "", "change", change.dynos, change.addons, change.space)],
      [for team in month.teams : format("%-8s %-14s %12.2f %16.2f %14.2f", "", team.name, team.dynos, team.addons, team.space)],
    )]),
  ))
}
