data "herokuenterprise_space" "dmz" {
  space = "acme-dmz"
}

# What others have to trust so that the apps of the space can call them.
output "outbound_ips" {
  value = data.herokuenterprise_space.dmz.outbound_ips
}

check "open_space" {
  assert {
    condition     = !contains(data.herokuenterprise_space.dmz.trusted_ranges, "0.0.0.0/0")
    error_message = "The space ${data.herokuenterprise_space.dmz.name} lets everybody in."
  }
}
