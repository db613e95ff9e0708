# The name or the id of the app.
terraform import herokuenterprise_team_app.shop acme-shop
