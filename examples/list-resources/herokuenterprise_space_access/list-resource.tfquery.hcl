# Who was given permissions on any private space of the team?
list "herokuenterprise_space_access" "widgets" {
  provider = herokuenterprise

  config {
    team = "acme-widgets"
  }
}

# And on this one?
list "herokuenterprise_space_access" "dmz" {
  provider = herokuenterprise

  config {
    space = "acme-dmz"
  }
}
