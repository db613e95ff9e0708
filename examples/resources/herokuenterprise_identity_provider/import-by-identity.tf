import {
  to = herokuenterprise_identity_provider.okta

  identity = {
    id      = "7c1d5b62-9e04-4f3a-8d27-60b1a4c98e35"
    team_id = "5d2f8a10-6c3b-4e77-9a41-0b8d6f2c7e55"
  }
}
