data "herokuenterprise_audit_events" "today" {
  enterprise_account = "acme"
  type               = "team_member"
}

output "changes_of_roles" {
  value = [
    for e in data.herokuenterprise_audit_events.today.events :
    "${e.created_at} ${e.actor} ${e.action} ${jsondecode(e.data).email} in ${e.team}" if e.refused == null
  ]
}
