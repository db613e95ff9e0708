# The team, by name or id, and the email address.
terraform import herokuenterprise_team_member.ann acme-widgets:ann@acme.test
