# Who can sign in with a password alone?
data "herokuenterprise_compliance" "acme" {
  teams = ["acme-widgets"]
}

# A warning in every plan and apply, until all have a second factor or sign in through the identity provider.
check "sign_in_is_protected" {
  assert {
    condition     = data.herokuenterprise_compliance.acme.compliant
    error_message = "Neither MFA nor SSO: ${join(", ", [for p in data.herokuenterprise_compliance.acme.people : "${p.email} (${p.team}, ${coalesce(p.strongest_permission, "no permission")})"])}"
  }
}
