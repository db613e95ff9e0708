# A whole company: three teams, the people in them, their apps, who may do what on which app, and what may be installed.
#
# Who Terraform is, and where the API is, comes from the environment: HEROKU_API_KEY and, for anything but Heroku itself,
# HEROKU_API_URL. `make demo` applies this folder to a control plane of its own.

terraform {
  required_version = ">= 1.5"

  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

provider "herokuenterprise" {}
