# The name or id of the space.
terraform import herokuenterprise_space.vault acme-vault
