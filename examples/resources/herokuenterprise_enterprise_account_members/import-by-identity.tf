import {
  to = herokuenterprise_enterprise_account_members.initech

  identity = {
    enterprise_account_id = "2f0c6b1e-8a47-4d0d-9d6f-5b0f0a6c2c11"
  }
}
