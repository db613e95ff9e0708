import {
  to = herokuenterprise_team_app.shop

  identity = {
    id = "3b7e9d52-80c4-4f1a-b6d2-c95f14e8a073"
  }
}
