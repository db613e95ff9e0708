# The app, by name or id, and the email address.
terraform import herokuenterprise_app_access.ann website-prod:ann@acme.test
