//go:build unix

package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLocate(t *testing.T) {
	root := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	for _, directory := range []string{at("data"), at("temp"), at("plugins", "ours", "deep"), at("plugins", "ours-too")} {
		require.NoError(t, os.MkdirAll(directory, 0o755))
	}
	require.NoError(t, os.WriteFile(at("file"), nil, 0o600))
	require.NoError(t, os.Symlink(at("plugins", "ours", "deep"), at("link")))
	require.NoError(t, os.Symlink(at("nowhere"), at("dangling")))
	require.NoError(t, os.Symlink(at("data"), at("plugins", "ours", "out")))
	own := fmt.Sprintf("genesys-cloud-quality-%d", os.Getuid())

	for name, c := range map[string]struct{ storePath, storeDir, path, why, err string }{
		"a file":                     {at("data", "my.db"), at("temp"), at("data", "my.db"), "storePath", ""},
		"a file in a new directory":  {at("new", "deeper", "my.db"), "", at("new", "deeper", "my.db"), "storePath", ""},
		"a directory":                {at("data"), "", at("data", "genesys-cloud-quality.db"), "storePath", ""},
		"a directory that shall be":  {at("new") + "/", "", at("new", "genesys-cloud-quality.db"), "storePath", ""},
		"a way round":                {at("data") + "/../data/my.db", "", at("data", "my.db"), "storePath", ""},
		"the plugin setting":         {"", at("data"), at("data", "genesys-cloud-quality.db"), "store_dir", ""},
		"the temporary directory":    {"", "", at("temp", own, "genesys-cloud-quality.db"), "neither storePath nor", ""},
		"beside the plugin":          {at("plugins", "ours-too", "my.db"), "", at("plugins", "ours-too", "my.db"), "storePath", ""},
		"through the plugin and out": {at("plugins", "ours", "out", "my.db"), "", at("plugins", "ours", "out", "my.db"), "storePath", ""},

		"a relative path":         {"data/my.db", "", "", "", "data/my.db, is relative; set an absolute path"},
		"a relative store_dir":    {"", "data", "", "", "is relative; set an absolute path (the plugin setting store_dir says so)"},
		"in the plugin":           {at("plugins", "ours", "my.db"), "", "", "", "breaks the plugin's signature"},
		"deep in the plugin":      {at("plugins", "ours", "new", "my.db"), "", "", "", "breaks the plugin's signature"},
		"the plugin itself":       {at("plugins", "ours"), "", "", "", "breaks the plugin's signature"},
		"store_dir in the plugin": {"", at("plugins", "ours", "deep"), "", "", "breaks the plugin's signature"},
		"a link into the plugin":  {at("link", "my.db"), "", "", "", "breaks the plugin's signature"},
		"a link to nowhere":       {at("dangling"), "", "", "", "is a symbolic link that leads nowhere; set its target"},
		"under a file":            {at("file", "my.db"), "", "", "", "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			location, err := Locate(c.storePath, c.storeDir, at("temp"), at("plugins", "ours"))
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				require.Zero(t, location)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.path, location.Path)
			require.Contains(t, location.Why, c.why)
		})
	}
	require.NoDirExists(t, at("new"), "only the temporary directory is created here")
	require.NoDirExists(t, at("plugins", "ours", "new"))
}

func TestWithoutAPluginDirectoryEveryPlaceWillDo(t *testing.T) {
	root := t.TempDir()
	for _, pluginDir := range []string{"", filepath.Join(root, "missing")} {
		location, err := Locate(filepath.Join(root, "my.db"), "", "", pluginDir)
		require.NoError(t, err)
		require.Equal(t, filepath.Join(root, "my.db"), location.Path)
	}
}

func TestATemporaryDirectoryOfOurOwn(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*testing.T, string)
		err     string
	}{
		"new":   {func(*testing.T, string) {}, ""},
		"known": {func(t *testing.T, path string) { require.NoError(t, os.Mkdir(path, 0o700)) }, ""},
		"a link": {func(t *testing.T, path string) { require.NoError(t, os.Symlink(t.TempDir(), path)) },
			"is a symbolic link, so it is not used; remove it or set storePath"},
		"a file": {func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, nil, 0o600)) }, "is no directory"},
		"readable by others": {func(t *testing.T, path string) {
			require.NoError(t, os.Mkdir(path, 0o700))
			require.NoError(t, os.Chmod(path, 0o750))
		}, "is open to other users"},
		"enterable by others": {func(t *testing.T, path string) {
			require.NoError(t, os.Mkdir(path, 0o700))
			require.NoError(t, os.Chmod(path, 0o701))
		}, "is open to other users"},
		"another user's": {func(t *testing.T, path string) {
			if os.Getuid() != 0 {
				t.Skip("only root can give a directory away")
			}
			require.NoError(t, os.Mkdir(path, 0o700))
			require.NoError(t, os.Chown(path, 65534, 65534))
		}, "belongs to another user"},
	} {
		t.Run(name, func(t *testing.T) {
			temporary := t.TempDir()
			path := filepath.Join(temporary, fmt.Sprintf("genesys-cloud-quality-%d", os.Getuid()))
			c.prepare(t, path)
			location, err := Locate("", "", temporary, "")
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				require.Zero(t, location)
				return
			}
			require.NoError(t, err)
			require.Equal(t, path, filepath.Dir(location.Path))
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
		})
	}
	_, err := Locate("", "", filepath.Join(t.TempDir(), "missing"), "")
	require.ErrorIs(t, err, os.ErrNotExist)
}
