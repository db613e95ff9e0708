# Which private spaces does the team have?
list "herokuenterprise_space" "widgets" {
  provider = herokuenterprise

  config {
    team = "acme-widgets"
  }
}
