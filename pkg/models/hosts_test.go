package models

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHosts(t *testing.T) {
	cases := []struct{ key, value, token, api string }{
		{"orgDomain", "acme.mygenesys.com", "https://acme.mygenesys.com/oauth/token", "https://acme.mygenesys.com"},
		{"baseUrl", "https://gateway.example.com", "https://gateway.example.com/oauth/token", "https://gateway.example.com"},
		{"baseUrl", "https://gateway.example.com:8443/genesys/", "https://gateway.example.com:8443/genesys/oauth/token", "https://gateway.example.com:8443/genesys"},
		{"baseUrl", "http://127.0.0.1:8085", "http://127.0.0.1:8085/oauth/token", "http://127.0.0.1:8085"},
	}
	for _, region := range []string{
		"mypurecloud.com", "mypurecloud.ie", "mypurecloud.com.au", "mypurecloud.jp", "mypurecloud.de", "usw2.pure.cloud",
		"cac1.pure.cloud", "apne2.pure.cloud", "euw2.pure.cloud", "aps1.pure.cloud", "sae1.pure.cloud", "mec1.pure.cloud",
		"apne3.pure.cloud", "euc2.pure.cloud", "mxc1.pure.cloud", "apse1.pure.cloud", "use2.us-gov-pure.cloud", "edee1.eusc-pure.cloud",
	} {
		cases = append(cases, struct{ key, value, token, api string }{
			"region", region, "https://login." + region + "/oauth/token", "https://api." + region,
		})
	}
	for _, c := range cases {
		raw, err := json.Marshal(map[string]string{c.key: c.value, "clientId": "c"})
		require.NoError(t, err)
		settings, err := ParseSettings(raw, map[string]string{SecretClientSecret: "s"})
		require.NoError(t, err, c.value)
		require.Equal(t, c.token, settings.TokenURL().String())
		require.Equal(t, "/", settings.TokenURL().Path[:1], "an absolute path, for the allow-list compares it")
		require.Equal(t, c.api, settings.APIURL().String())
	}
}
