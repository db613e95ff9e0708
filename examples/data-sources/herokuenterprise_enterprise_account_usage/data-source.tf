# The last months that are over.
data "herokuenterprise_enterprise_account_usage" "acme" {
  enterprise_account = "acme"
  start              = formatdate("YYYY-MM", timeadd(plantimestamp(), "-2232h"))
  end                = formatdate("YYYY-MM", timeadd(plantimestamp(), "-744h"))
}

# How much more was spent on add-ons in each month than in the one before.
output "addons_month_over_month" {
  value = {
    for month in data.herokuenterprise_enterprise_account_usage.acme.usage :
    month.period => month.change.addons if month.change != null
  }
}
