# Who may do what with one app?
data "herokuenterprise_effective_access" "website" {
  app = "website-prod"
}

output "may_deploy" {
  value = {
    for p in data.herokuenterprise_effective_access.website.people : p.email => [for a in p.access : a.reason if a.permission == "deploy"]
    if contains(p.access[*].permission, "deploy")
  }
}

# What may one person do in the whole team, and why?
data "herokuenterprise_effective_access" "joe" {
  team  = "acme-widgets"
  email = "joe@acme.test"
}

output "joe" {
  value = flatten(data.herokuenterprise_effective_access.joe.people[*].access)
}

# Who may deploy to it, and what would it take for the others?
data "herokuenterprise_effective_access" "deploy" {
  app    = "website-prod"
  action = "app.build.create"
}

output "deploys" {
  value = data.herokuenterprise_effective_access.deploy.allowed[*].email
}
