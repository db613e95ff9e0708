# Holds what a review says about a plan against what happened when the plan was applied: before.json and after.json are what
# `terraform output -json access` of examples/organization prints, review.json is a review in JSON.

terraform {
  required_version = ">= 1.5"
}

variable "folder" {
  description = "Where the three files are."
  type        = string
}

locals {
  rights = {
    for moment in ["before", "after"] : moment => toset(flatten([
      for app, rows in jsondecode(file("${var.folder}/${moment}.json")) : [
        for row in rows : [for permission in row.permissions : "${row.email} ${permission} on ${app}"]
      ]
    ]))
  }

  happened = sort(concat(
    [for right in setsubtract(local.rights.after, local.rights.before) : "+ ${right}"],
    [for right in setsubtract(local.rights.before, local.rights.after) : "- ${right}"],
  ))

  signs = { gained = "+", lost = "-" }
  said = sort(flatten([
    for person in jsondecode(file("${var.folder}/review.json")).people : [
      for change in person.changes : "${local.signs[change.effect]} ${person.name} ${change.right} on ${change.object.name}"
      if change.object.kind == "app" && contains(keys(local.signs), change.effect)
    ]
  ]))
}

output "rights" {
  description = "The permissions on apps that were gained and lost, a line each."
  value       = join("\n", local.happened)

  precondition {
    condition     = local.happened == local.said
    error_message = "The review said:\n${join("\n", local.said)}\nBut it happened:\n${join("\n", local.happened)}"
  }
}
