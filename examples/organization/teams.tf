# The one who applies (Ada, in the demo) becomes the first admin of every team that is made here. She is on purpose not among
# the people of people.tf: a team must keep an admin, so her own seat is nothing for Terraform to take away.

locals {
  enterprise_account = "acme"
}

resource "herokuenterprise_team" "platform" {
  name               = "acme-platform"
  enterprise_account = local.enterprise_account
}

resource "herokuenterprise_team" "web" {
  name               = "acme-web"
  enterprise_account = local.enterprise_account
}

# People who join the data team without a role of their own may look, and no more.
resource "herokuenterprise_team" "data" {
  name               = "acme-data"
  enterprise_account = local.enterprise_account
  default_role       = "viewer"
}

locals {
  team_ids = {
    platform = herokuenterprise_team.platform.id
    web      = herokuenterprise_team.web.id
    data     = herokuenterprise_team.data.id
  }
}
