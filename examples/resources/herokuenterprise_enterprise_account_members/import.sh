# The enterprise account, by name or id.
terraform import herokuenterprise_enterprise_account_members.initech initech
