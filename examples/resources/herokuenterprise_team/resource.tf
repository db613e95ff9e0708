resource "herokuenterprise_team" "web" {
  name               = "acme-web"
  enterprise_account = "acme"

  # People who join without a role of their own may look, and no more.
  default_role = "viewer"
}
