# Who was given permissions on any app of the team?
list "herokuenterprise_app_access" "widgets" {
  provider = herokuenterprise
  limit    = 1000

  config {
    team = "acme-widgets"
  }
}

# And on this one?
list "herokuenterprise_app_access" "website" {
  provider = herokuenterprise

  config {
    app = "website-prod"
  }
}
