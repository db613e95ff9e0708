# Everybody once, with a role in each team that they belong to.

locals {
  people = {
    joe = { bank = "admin" }
    ann = { products = "admin", labs = "viewer" }
    fay = { bank = "member", products = "member" }
    dan = { products = "viewer", labs = "member" }
  }

  team_ids = {
    products = herokuenterprise_team.products.id
    labs     = herokuenterprise_team.labs.id
    bank     = herokuenterprise_team.bank.id
  }

  # "bank/joe" => { team = "bank", email = "joe@acme.test", role = "admin" }
  memberships = merge([
    for person, roles in local.people : {
      for team, role in roles : "${team}/${person}" => { team = team, email = "${person}@acme.test", role = role }
    }
  ]...)
}

resource "herokuenterprise_team_member" "this" {
  for_each = local.memberships

  team  = local.team_ids[each.value.team]
  email = each.value.email
  role  = each.value.role

  # Whoever has a role in a team cannot be removed from the account, so the roles go first.
  depends_on = [herokuenterprise_enterprise_account_member.this]
}
