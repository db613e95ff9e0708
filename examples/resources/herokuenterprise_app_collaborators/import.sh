# The name or the id of the app.
terraform import herokuenterprise_app_collaborators.staging website-staging
