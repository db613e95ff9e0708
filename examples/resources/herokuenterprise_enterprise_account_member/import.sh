# The enterprise account, by name or id, and the email address.
terraform import herokuenterprise_enterprise_account_member.ann acme:ann@acme.test
