# One service more; the rest of the list is kept by somebody else.
resource "herokuenterprise_allowed_addon_service" "sendgrid" {
  team          = "acme-widgets"
  addon_service = "sendgrid"
}
