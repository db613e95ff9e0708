import {
  to = herokuenterprise_app_access.ann

  identity = {
    app_id  = "3b7e9d52-80c4-4f1a-b6d2-c95f14e8a073"
    user_id = "9e1c4b7a-2f60-4d18-8c35-71aa03de5f46"
  }
}
