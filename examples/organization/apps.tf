# The apps, who owns them, and who has permissions of their own on them. A production app is locked: without a grant, the
# members and viewers of its team do not even see it. Admins of the team have every permission on every app.

locals {
  apps = {
    acme-gateway = {
      team   = "platform"
      locked = true
      access = { ann = ["deploy", "operate"], ben = ["operate"] }
    }
    acme-metrics = {
      team   = "platform"
      locked = false
      access = { ben = ["deploy", "manage"] }
    }
    acme-shop-prod = {
      team   = "web"
      locked = true
      access = { dan = ["deploy"], emil = ["operate"], fay = ["deploy", "operate", "manage"] }
    }
    acme-shop-staging = {
      team   = "web"
      locked = false
      access = { dan = ["deploy", "operate"], emil = ["deploy", "operate"] }
    }
    acme-blog = {
      team   = "web"
      locked = false
      access = { fay = ["deploy"] }
    }
    acme-campaign = {
      team   = "web"
      locked = true
      access = { emil = ["deploy", "manage"] }
    }
    acme-warehouse = {
      team   = "data"
      locked = true
      access = { hana = ["deploy", "operate"], ivo = ["operate"] }
    }
    acme-reports = {
      team   = "data"
      locked = false
      access = { hana = ["manage"], ivo = ["deploy"] }
    }
  }

  # "acme-shop-prod/dan" => { app = "acme-shop-prod", email = "dan@acme.test", permissions = ["view", "deploy"] }
  grants = merge([
    for app, settings in local.apps : {
      for person, permissions in settings.access : "${app}/${person}" => {
        app         = app
        email       = "${person}@acme.test"
        permissions = concat(["view"], permissions)
      }
    }
  ]...)
}

resource "herokuenterprise_team_app" "this" {
  for_each = local.apps

  team   = local.team_ids[each.value.team]
  name   = each.key
  region = "eu"
}

resource "herokuenterprise_app_lock" "this" {
  for_each = { for app, settings in local.apps : app => settings if settings.locked }

  app = herokuenterprise_team_app.this[each.key].id
}

resource "herokuenterprise_app_access" "this" {
  for_each = local.grants

  app         = herokuenterprise_team_app.this[each.value.app].id
  email       = each.value.email
  permissions = each.value.permissions

  # Who leaves a team loses every grant on its apps, so a grant comes after the membership and goes before it.
  depends_on = [herokuenterprise_team_member.this]
}

# Jill, of an agency, works on the campaign. She is in no team: this grant is all that she has.
resource "herokuenterprise_app_access" "contractor" {
  app         = herokuenterprise_team_app.this["acme-campaign"].id
  email       = "jill@creative.test"
  permissions = ["view", "deploy"]
}
