# The name or id of the app.
terraform import herokuenterprise_app_transfer.private ada-private
