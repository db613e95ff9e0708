# The team, by name or id, and the service, by name or id.
terraform import herokuenterprise_allowed_addon_service.sendgrid acme-widgets:sendgrid
