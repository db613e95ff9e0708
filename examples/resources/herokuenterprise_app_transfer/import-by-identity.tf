import {
  to = herokuenterprise_app_transfer.private

  identity = {
    app_id = "3b7e9d52-80c4-4f1a-b6d2-c95f14e8a073"
  }
}
