import {
  to = herokuenterprise_space_trusted_ips.dmz

  identity = {
    space_id = "c4a81f6e-5d03-4b92-a7e8-20f3d96b1c57"
  }
}
