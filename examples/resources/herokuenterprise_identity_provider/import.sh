# The enterprise account, by name or id, after enterprise-account/
terraform import herokuenterprise_identity_provider.company enterprise-account/acme

# The team, by name or id. If a team should have several, one is named by its id: acme-labs:01234567-89ab-cdef-0123-456789abcdef
terraform import herokuenterprise_identity_provider.okta acme-labs
