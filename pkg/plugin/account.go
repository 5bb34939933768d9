package plugin

import (
	"slices"
	"sync"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/models"
)

// accountBudget is the budget of everything that asks one host with one client id. Where data sources set different
// budgets for the same client, the smallest holds: the limit is Genesys', not a data source's.
type accountBudget struct {
	*genesys.Budget
	mutex sync.Mutex
	set   []int
}

func newAccountBudget() *accountBudget { return &accountBudget{Budget: genesys.NewBudget(1)} }

// hold adds one holder's setting until it is released.
func (b *accountBudget) hold(requestsPerMinute int) (release func()) {
	b.change(func() { b.set = append(b.set, requestsPerMinute) })
	return func() {
		b.change(func() {
			if i := slices.Index(b.set, requestsPerMinute); i >= 0 {
				b.set = slices.Delete(b.set, i, i+1)
			}
		})
	}
}

func (b *accountBudget) change(how func()) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	how()
	if len(b.set) > 0 {
		b.SetRequestsPerMinute(slices.Min(b.set))
	}
}

// client is a client of Genesys Cloud with what has to be closed when nobody holds it any more.
type client struct {
	*genesys.Client
	tokens     *genesys.Tokens
	connection connection
}

func newClient(s models.Settings, c connection, budget *genesys.Budget) *client {
	endpoint := genesys.Endpoint{TokenURL: s.TokenURL(), APIURL: s.APIURL()}
	credentials := genesys.Credentials{ClientID: s.ClientID, ClientSecret: s.ClientSecret()}
	tokens := genesys.NewTokens(endpoint, credentials, c.client, budget)
	return &client{Client: genesys.New(endpoint, tokens, c.client, budget), tokens: tokens, connection: c}
}

func (c *client) close() {
	c.tokens.Close()
	c.connection.close()
}
