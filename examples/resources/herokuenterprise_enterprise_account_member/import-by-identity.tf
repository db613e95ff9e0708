import {
  to = herokuenterprise_enterprise_account_member.ann

  identity = {
    enterprise_account_id = "2f0c6b1e-8a47-4d0d-9d6f-5b0f0a6c2c11"
    user_id               = "9e1c4b7a-2f60-4d18-8c35-71aa03de5f46"
  }
}
