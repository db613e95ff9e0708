variable "day" {
  description = "The day to review (UTC), such as 2026-03-31; today if it is not set."
  type        = string
  default     = null
}

# The audit trail of the day. It takes manage on the account.
data "herokuenterprise_audit_events" "day" {
  enterprise_account = local.enterprise_account
  day                = var.day
}

locals {
  # What says who may do what, or how people sign in.
  access_events = [
    "app", "app_transfer", "collaborator", "enterprise_account_member", "identity_provider", "inbound_ruleset", "space", "space_member", "team", "team_member", "team_preferences",
  ]

  reviewed = [for e in data.herokuenterprise_audit_events.day.events : e if contains(local.access_events, e.type) && e.refused == null]
  refused  = [for e in data.herokuenterprise_audit_events.day.events : e if e.refused != null]
}

output "changes_of_access" {
  description = "What changed, by whom: to compare with the pull requests of the day."
  value = join("\n", [for e in local.reviewed : format("%s  %-14s %-34s %s",
    e.created_at, e.actor, "${e.type}.${e.action}", join(" ", compact([e.team, e.app, try(jsondecode(e.data).email, "")])),
  )])
}

output "refusals" {
  description = "What was tried and refused, with the reason."
  value       = join("\n", [for e in local.refused : format("%s  %-14s %-34s %s", e.created_at, e.actor, "${e.type}.${e.action}", e.refused)])
}
