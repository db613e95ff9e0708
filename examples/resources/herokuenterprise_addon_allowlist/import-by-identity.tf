import {
  to = herokuenterprise_addon_allowlist.widgets

  identity = {
    team_id = "5d2f8a10-6c3b-4e77-9a41-0b8d6f2c7e55"
  }
}
