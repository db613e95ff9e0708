import {
  to = herokuenterprise_allowed_addon_service.sendgrid

  identity = {
    addon_service_id = "c6a4f01e-5b92-4837-a1de-2f70b38c9d14"
    team_id          = "5d2f8a10-6c3b-4e77-9a41-0b8d6f2c7e55"
  }
}
