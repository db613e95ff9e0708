# Who is in the enterprise account? `terraform query -generate-config-out=people.tf` writes them down, with import blocks.
list "herokuenterprise_enterprise_account_member" "acme" {
  provider = herokuenterprise

  config {
    enterprise_account = "acme"
  }
}
