data "herokuenterprise_identity_provider" "acme" {
  team = "acme-widgets"
}

# Whoever has to put in the next certificate is told in time.
check "certificate" {
  assert {
    condition     = timecmp(timeadd(plantimestamp(), "1440h"), data.herokuenterprise_identity_provider.acme.certificate_expires_at) < 0
    error_message = "The certificate of ${data.herokuenterprise_identity_provider.acme.entity_id} expires within 60 days."
  }
}
