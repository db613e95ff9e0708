# Ada brings her own app into the team. Nobody but admins and people with permissions of their own sees it there at first.
resource "herokuenterprise_app_transfer" "private" {
  app    = "ada-private"
  team   = "acme-labs"
  locked = true
}
