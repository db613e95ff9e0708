# Everybody once, with a role in each team that they belong to. Somebody joins or leaves the company: one line.

locals {
  people = {
    joe   = { platform = "admin", web = "viewer" }
    ann   = { platform = "member", data = "viewer" }
    ben   = { platform = "member" }
    carla = { web = "admin" }
    dan   = { web = "member" }
    emil  = { web = "member" }
    fay   = { web = "member", platform = "viewer" }
    gus   = { data = "admin" }
    hana  = { data = "member" }
    ivo   = { data = "member", web = "viewer" }
    kim   = { platform = "viewer", web = "viewer", data = "viewer" }
  }

  # "web/dan" => { team = "web", email = "dan@acme.test", role = "member" }
  memberships = merge([
    for person, roles in local.people : {
      for team, role in roles : "${team}/${person}" => {
        team  = team
        email = "${person}@acme.test"
        role  = role
      }
    }
  ]...)
}

resource "herokuenterprise_team_member" "this" {
  for_each = local.memberships

  team  = local.team_ids[each.value.team]
  email = each.value.email
  role  = each.value.role
}
