terraform {
  required_providers {
    herokuenterprise = {
      source = "herokuenterprise/herokuenterprise"
    }
  }
}

# The API key comes from HEROKU_API_KEY, or from ~/.netrc, where `heroku login` keeps it.
provider "herokuenterprise" {
  # Leave 500 of the 4,500 requests an hour to people who use the same account.
  rate_limit_reserve = 500
}
