package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// fileName is the embedded store's file where only a directory is set.
const fileName = "genesys-cloud-quality.db"

// Location is where the embedded store lies.
type Location struct {
	// Path is the store's file, absolute.
	Path string
	// Why says what decided, in words that follow "because".
	Why string
}

// Locate decides where the embedded store lies: at storePath, a file or a directory that the data source's settings
// name; else in storeDir, the plugin setting store_dir; else in a directory of our own under tempDir, which it creates
// and which only this user can enter. An empty text is one that is not set. Errors: a path is relative or lies in
// pluginDir, where a file of ours would break the plugin's signature; or the temporary directory is not safe to use.
func Locate(storePath, storeDir, tempDir, pluginDir string) (Location, error) {
	var location Location
	switch {
	case storePath != "":
		location = Location{Path: filepath.Clean(storePath), Why: "the data source's setting storePath says so"}
		if namesDirectory(storePath) {
			location.Path = filepath.Join(storePath, fileName)
		}
	case storeDir != "":
		location = Location{Path: filepath.Join(storeDir, fileName), Why: "the plugin setting store_dir says so"}
	default:
		location = Location{
			Path: filepath.Join(tempDir, ownDirectoryName(), fileName),
			Why:  "neither storePath nor the plugin setting store_dir is set",
		}
	}
	if !filepath.IsAbs(location.Path) {
		return Location{}, fmt.Errorf("the path of the embedded store, %s, is relative; set an absolute path (%s)",
			location.Path, location.Why)
	}
	inside, err := liesIn(location.Path, pluginDir)
	if err != nil {
		return Location{}, err
	}
	if inside {
		return Location{}, fmt.Errorf("the embedded store must not lie in the plugin's own directory: a file there breaks "+
			"the plugin's signature; set another path than %s (%s)", location.Path, location.Why)
	}
	if storePath == "" && storeDir == "" {
		if err := makeOwnDirectory(filepath.Dir(location.Path)); err != nil {
			return Location{}, err
		}
	}
	return location, nil
}

// namesDirectory reports whether a path is that of a directory, or of one that shall be.
func namesDirectory(path string) bool {
	if info, err := os.Stat(path); err == nil {
		return info.IsDir()
	}
	return strings.HasSuffix(path, string(filepath.Separator)) || strings.HasSuffix(path, "/")
}

// liesIn reports whether a file, which need not exist, lies in a directory, whatever links lead there and however the
// file system spells it.
func liesIn(path, directory string) (bool, error) {
	if directory == "" {
		return false, nil
	}
	within, err := os.Stat(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for the plugin's directory: %w", err)
	}
	existing, err := resolve(filepath.Clean(path))
	if err != nil {
		return false, err
	}
	for {
		info, err := os.Stat(existing)
		if err != nil {
			return false, fmt.Errorf("looking at the embedded store's path: %w", err)
		}
		if os.SameFile(info, within) {
			return true, nil
		}
		parent := filepath.Dir(existing)
		if parent == existing {
			return false, nil
		}
		existing = parent
	}
}

// resolve is the longest part of the path that exists, without symbolic links.
func resolve(path string) (string, error) {
	for {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return real, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("following the embedded store's path: %w", err)
		}
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return "", fmt.Errorf("the embedded store's path, %s, is a symbolic link that leads nowhere; set its target", path)
		}
		parent := filepath.Dir(path)
		if parent == path {
			return "", fmt.Errorf("following the embedded store's path: %w", err)
		}
		path = parent
	}
}

// makeOwnDirectory creates a directory for this user alone, or makes sure that it is one: others can write to
// the temporary directory as well, and could have put something else there first.
func makeOwnDirectory(path string) error {
	err := os.Mkdir(path, 0o700)
	if err == nil {
		// The umask may have taken more away than it should.
		err = os.Chmod(path, 0o700) //nolint:gosec // a directory must be entered
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("creating the embedded store's directory: %w", err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("looking at the embedded store's directory: %w", err)
	}
	var reason string
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		reason = "is a symbolic link"
	case !info.IsDir():
		reason = "is no directory"
	default:
		reason = sharedBecause(info)
	}
	if reason != "" {
		return fmt.Errorf("the temporary directory %s %s, so it is not used; remove it or set storePath", path, reason)
	}
	return nil
}
