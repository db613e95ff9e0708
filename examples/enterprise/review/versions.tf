# What has happened in the enterprise account: usage, month over month, and the audit trail of a day. It manages nothing, and has a state of its own, so
# that it can run every night beside the configuration that does.

terraform {
  required_version = ">= 1.5"

  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

provider "herokuenterprise" {}

locals {
  enterprise_account = "acme"
}
