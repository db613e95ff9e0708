# Nobody but Jill has permissions of her own on the app. Admins of the team can do everything anyway.
resource "herokuenterprise_app_collaborators" "staging" {
  app = "website-staging"
  collaborators = {
    "jill@creative.test" = ["view", "deploy"]
  }
}
