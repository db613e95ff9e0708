resource "herokuenterprise_app_lock" "staging" {
  app = "website-staging"
}
