package models

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
)

// hostName is a DNS name: nothing in it can move the request to another host, port, user or path.
var hostName = regexp.MustCompile(`^(?i:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$`)

// placeHosts finds the hosts of token and API from exactly one of region, orgDomain and baseUrl.
func (s *Settings) placeHosts() error {
	given := 0
	for _, place := range []string{s.Region, s.OrgDomain, s.BaseURL} {
		if place != "" {
			given++
		}
	}
	if given != 1 {
		return fmt.Errorf("%d of region, orgDomain and baseUrl are set: set exactly one of them", given)
	}
	switch {
	case s.Region != "":
		if !hostName.MatchString(s.Region) {
			return fmt.Errorf("region is %q: it must be a host name such as mypurecloud.ie", s.Region)
		}
		s.tokenURL = &url.URL{Scheme: "https", Host: "login." + s.Region, Path: "/oauth/token"}
		s.apiURL = &url.URL{Scheme: "https", Host: "api." + s.Region}
	case s.OrgDomain != "":
		if !hostName.MatchString(s.OrgDomain) {
			return fmt.Errorf("orgDomain is %q: it must be a host name such as acme.mygenesys.com", s.OrgDomain)
		}
		s.tokenURL = &url.URL{Scheme: "https", Host: s.OrgDomain, Path: "/oauth/token"}
		s.apiURL = &url.URL{Scheme: "https", Host: s.OrgDomain}
	default:
		base, err := s.baseURL()
		if err != nil {
			return err
		}
		root := *base
		if root.Path == "" {
			root.Path = "/" // To a URL without a path JoinPath would add a relative one.
		}
		s.tokenURL, s.apiURL = root.JoinPath("oauth", "token"), base
	}
	return nil
}

// InteractionURL is the page of a conversation in Genesys Cloud, of which id stands at the end; "" where the address of
// the organization's pages is not known.
func (s Settings) InteractionURL(id string) string {
	if s.Region == "" {
		return ""
	}
	return "https://apps." + s.Region + "/directory/#/engage/admin/interactions/" + id
}

func (s *Settings) baseURL() (*url.URL, error) {
	base, err := url.Parse(s.BaseURL)
	// The text may hold a password: neither it nor the parser's error is quoted.
	if err != nil || base.Hostname() == "" || base.Opaque != "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("baseUrl must begin with https:// and name a host, for example https://gateway.example.com/genesys")
	}
	if base.User != nil {
		return nil, errors.New("baseUrl holds a user name or password: enter the OAuth client's id and secret in their own fields")
	}
	if base.RawQuery != "" || base.ForceQuery || base.Fragment != "" {
		return nil, errors.New("baseUrl holds a query or a fragment: enter only scheme, host and path")
	}
	if base.Scheme == "http" && !s.AllowInsecureHTTP && !loopback(base.Hostname()) {
		return nil, errors.New("baseUrl is http:// although its host is not loopback: the secret would travel in clear text; " +
			"use https://, or set allowInsecureHttp when that network is yours")
	}
	return base, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (s *Settings) setSharedStore(raw string) error {
	raw = strings.TrimSpace(raw)
	s.SharedStoreURL = raw
	if raw == "" {
		return nil
	}
	store, err := url.Parse(raw)
	if err != nil || store.Hostname() == "" || store.Scheme != "redis" && store.Scheme != "rediss" {
		return errors.New("sharedStoreUrl must begin with redis:// or rediss:// and name a host, for example rediss://redis.example.com:6380/0")
	}
	if _, has := store.User.Password(); has {
		return errors.New("sharedStoreUrl holds a password: enter it as sharedStorePassword, which is stored encrypted")
	}
	return nil
}
