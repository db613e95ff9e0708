package clitest_test

// acme is the company that most cases are about: an enterprise team with an admin, a member and a viewer; a second team
// of the admin's own; a contractor who may only manage one of the apps; a team outside the company; and somebody who has nothing to do with any of it.
const acme = `
users:
  - {email: ada@acme.test, name: Ada, token: HRKU-ada}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: vic@acme.test, token: HRKU-vic}
  - {email: jill@creative.test, token: HRKU-jill}
  - {email: eve@evil.test, token: HRKU-eve}
  - {email: new@acme.test, token: HRKU-new}
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [view, billing, manage, create]}]}
teams:
  - name: acme-widgets
    enterprise_account: acme
    members:
      - {email: ada@acme.test, role: admin}
      - {email: joe@acme.test, role: member}
      - {email: vic@acme.test, role: viewer}
    addon_controls: true
    allowed_addon_services: [heroku-postgresql, papertrail]
    apps:
      - name: website
        collaborators: [{email: jill@creative.test, permissions: [manage]}]
      - name: shop
        collaborators: [{email: joe@acme.test, permissions: [deploy, operate]}]
        addons: [{service: heroku-redis, plan: mini, name: shop-redis}]
      - {name: vault, locked: true}
  - {name: acme-labs, enterprise_account: acme, members: [{email: ada@acme.test, role: admin}]}
  - name: hobby
    type: team
    members:
      - {email: joe@acme.test, role: admin}
      - {email: ada@acme.test, role: member}
    apps: [{name: hobby-app}]
  - {name: empty, members: [{email: eve@evil.test, role: admin}]}
apps:
  - {name: deep-spring-4274, owner: joe@acme.test, collaborators: [{email: eve@evil.test}]}
  - {name: evil-plan, owner: eve@evil.test}
`

// What is said to people who may not.
const (
	invalidParams = "Error ID: invalid_params"
	forbidden     = "Error ID: forbidden"
	notFound      = "Error ID: not_found"
)
