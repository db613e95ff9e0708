package access

// Article is an article of Heroku's Dev Center that says more about a refusal than the refusal itself, by the last part of its address.
type Article string

// The articles, each of which is at its address under the title in the comment. That Heroku sends an address is known of the rate limit alone, which is the
// example of an error in the Platform API Reference; the others are our choice: each answers what its refusal makes one ask. A right that somebody lacks
// needs none, since the refusal names it.
const (
	ArticleAddonControls Article = "addon-controls"                     // Add-on Controls for Teams
	ArticleDynoTypes     Article = "dyno-types"                         // Dyno Types
	ArticleEcoDynoHours  Article = "eco-dyno-hours"                     // Eco Dyno Hours
	ArticleRanges        Article = "platform-api-reference#ranges"      // Platform API Reference
	ArticleRateLimits    Article = "platform-api-reference#rate-limits" // Platform API Reference
	ArticleTeams         Article = "heroku-teams"                       // Heroku Teams
	ArticleTeamUsers     Article = "org-users-access"                   // Managing Enterprise Team Users and Application Access
	ArticleTransfers     Article = "transferring-apps"                  // Transferring Apps
)

// URL is the address of the article.
func (a Article) URL() string { return "https://devcenter.heroku.com/articles/" + string(a) }

// Explained is an error that an article says more about.
type Explained struct {
	Err     error
	Article Article
}

func (e *Explained) Error() string { return e.Err.Error() }

// Unwrap lets the error be recognised as what it is.
func (e *Explained) Unwrap() error { return e.Err }

// Explain names the article that says more about an error.
func Explain(a Article, err error) error { return &Explained{err, a} }
