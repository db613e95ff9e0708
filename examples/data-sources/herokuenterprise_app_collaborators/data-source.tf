data "herokuenterprise_app_collaborators" "website" {
  app = "website-prod"
}

output "from_outside_the_team" {
  value = [for c in data.herokuenterprise_app_collaborators.website.collaborators : c.email if c.role == "collaborator"]
}
