# A whole enterprise account: who may do what with it, three teams, one of them with single sign-on and a private space, the people in them, apps,
# and a check that everybody signs in safely. The folder review looks at what has happened: usage, month over month, and the audit trail.
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

# Nobody without a second factor gets more than view, unless the person signs in through an identity provider: such a plan is an error.
provider "herokuenterprise" {
  require_mfa = true
}
