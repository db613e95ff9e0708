# A plan that would take the permissions of more than three people is refused.
resource "herokuenterprise_app_collaborators" "production" {
  app          = "website-prod"
  max_removals = "3"

  collaborators = {
    "ann@acme.test"      = ["manage"]
    "jill@creative.test" = ["deploy"]
    "joe@acme.test"      = ["operate"]
  }
}
