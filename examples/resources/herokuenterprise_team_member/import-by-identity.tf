import {
  to = herokuenterprise_team_member.ann

  identity = {
    team_id = "5d2f8a10-6c3b-4e77-9a41-0b8d6f2c7e55"
    user_id = "9e1c4b7a-2f60-4d18-8c35-71aa03de5f46"
  }
}
