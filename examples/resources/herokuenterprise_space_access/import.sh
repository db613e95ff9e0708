# The space, by name or id, and the email address.
terraform import herokuenterprise_space_access.ann acme-dmz:ann@acme.test
