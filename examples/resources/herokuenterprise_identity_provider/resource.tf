resource "herokuenterprise_identity_provider" "okta" {
  team           = "acme-labs"
  entity_id      = "http://www.okta.com/exk1a2b3c4d5e6f7g8h9"
  sso_target_url = "https://acme.okta.com/app/heroku/exk1a2b3c4d5e6f7g8h9/sso/saml"
  slo_target_url = "https://acme.okta.com/app/heroku/exk1a2b3c4d5e6f7g8h9/slo/saml"

  # It is public; a file is as good: certificate = file("okta.pem")
  certificate = <<-EOT
    -----BEGIN CERTIFICATE-----
    MIIBhzCCAS2gAwIBAgIUWibccYpYzJJ3d6HIAN3sauy9g0swCgYIKoZIzj0EAwIw
    GDEWMBQGA1UEAwwNaWRwLmFjbWUudGVzdDAgFw0yNjExMjIwMjM2MTdaGA8yMTI2
    MTAyOTAyMzYxN1owGDEWMBQGA1UEAwwNaWRwLmFjbWUudGVzdDBZMBMGByqGSM49
    AgEGCCqGSM49AwEHA0IABN3frVFc7esRxF2QVKxL5V704g3UmPtMSvz1xLVHz+t9
    PtuQgOeQS+X+YH5iwwpHeU7g2pj8SsITgMt+dAwvKl6jUzBRMB0GA1UdDgQWBBQO
    k/EOen/Zn8qfPPTdNsQEBZ73DjAfBgNVHSMEGDAWgBQOk/EOen/Zn8qfPPTdNsQE
    BZ73DjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDQ0KIAOa/+
    EH+Nfx84mPXJy31XYpf862raf6FQT+r+bgIgTP0+eviay7IBIt7fwgAukG0ORWir
    LHUI5WrOleMICmA=
    -----END CERTIFICATE-----
  EOT
}

# That of an enterprise account serves all its teams that have none of their own.
resource "herokuenterprise_identity_provider" "company" {
  enterprise_account = "acme"
  entity_id          = "http://www.okta.com/exk9h8g7f6e5d4c3b2a1"
  sso_target_url     = "https://acme.okta.com/app/heroku/exk9h8g7f6e5d4c3b2a1/sso/saml"
  certificate        = herokuenterprise_identity_provider.okta.certificate
}
