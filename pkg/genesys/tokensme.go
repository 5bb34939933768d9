package genesys

import (
	"context"
	"net/url"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// TokenInfo is what Genesys Cloud says about the token in use.
type TokenInfo struct {
	Organization Named
	// Client is the OAuth client.
	Client Named
	// Scopes are what the client may do, in Genesys' spelling; empty when Genesys does not say.
	Scopes []string
}

// Named is an id with its name; the name may be empty.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// TokensMe asks GET /api/v2/tokens/me, whose fields are those of TokenInfo in Genesys' SDKs. It leaves the token's idle
// time as it is.
func (c *Client) TokensMe(ctx context.Context) (TokenInfo, error) {
	var wire *struct {
		Organization    Named    `json:"organization"`
		OAuthClient     Named    `json:"OAuthClient"`
		AuthorizedScope []string `json:"authorizedScope"`
	}
	err := c.get(ctx, tokensMePath, url.Values{"preserveIdleTTL": {"true"}}, func(answer *jsontext.Decoder) error {
		if err := json.UnmarshalDecode(answer, &wire); err != nil {
			return err
		}
		if wire == nil {
			return &AnswerError{What: "it is null"}
		}
		return nothingFollows(answer)
	})
	if err != nil {
		return TokenInfo{}, err
	}
	return TokenInfo{Organization: wire.Organization, Client: wire.OAuthClient, Scopes: wire.AuthorizedScope}, nil
}
