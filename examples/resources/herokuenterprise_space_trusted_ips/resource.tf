# Web traffic reaches the apps of the space from the office and over the VPN, and from nowhere else.
resource "herokuenterprise_space_trusted_ips" "dmz" {
  space = "acme-dmz"

  ranges = [
    "198.51.100.0/24", # office
    "203.0.113.17/32", # VPN
  ]
}
