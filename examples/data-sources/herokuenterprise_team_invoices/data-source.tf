data "herokuenterprise_team_invoices" "widgets" {
  team = "acme-widgets"
}

output "cost_of_widgets" {
  description = "What each month cost, in US dollars."
  value       = { for invoice in data.herokuenterprise_team_invoices.widgets.invoices : substr(invoice.period_start, 0, 7) => invoice.total / 100 }
}
