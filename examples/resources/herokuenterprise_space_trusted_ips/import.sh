# The name or id of the space.
terraform import herokuenterprise_space_trusted_ips.dmz acme-dmz
