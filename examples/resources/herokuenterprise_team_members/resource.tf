# Exactly these people are in the team; whoever else turns up there is drift. Ada is the person that Terraform works as.
resource "herokuenterprise_team_members" "labs" {
  team = "acme-labs"
  members = {
    "ada@acme.test" = "admin"
    "ann@acme.test" = "member"
  }
}
