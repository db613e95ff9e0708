# Who signs in with a password alone? Every plan and apply warns until nobody does, and the warning says who it is. That none of them gets more
# than view, require_mfa of the provider sees to.

data "herokuenterprise_compliance" "all" {
  teams = values(local.team_ids)

  depends_on = [herokuenterprise_team_member.this]
}

check "sign_in_is_protected" {
  assert {
    condition = data.herokuenterprise_compliance.all.compliant
    error_message = "Neither MFA nor SSO: ${join(", ", distinct([
      for p in data.herokuenterprise_compliance.all.people : "${p.email} (${p.role})"
    ]))}."
  }
}
