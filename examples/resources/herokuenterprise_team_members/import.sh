# The name or the id of the team.
terraform import herokuenterprise_team_members.labs acme-labs
