# The name or the id of the team.
terraform import herokuenterprise_addon_allowlist.widgets acme-widgets
