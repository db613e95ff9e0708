import {
  to = herokuenterprise_space_access.ann

  identity = {
    space_id = "c4a81f6e-5d03-4b92-a7e8-20f3d96b1c57"
    user_id  = "9e1c4b7a-2f60-4d18-8c35-71aa03de5f46"
  }
}
