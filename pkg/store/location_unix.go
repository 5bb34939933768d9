//go:build unix

package store

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// ownDirectoryName tells users of one temporary directory apart.
func ownDirectoryName() string { return fmt.Sprintf("genesys-cloud-quality-%d", os.Getuid()) }

// sharedBecause says why somebody else may get at a directory, "" when nobody does.
func sharedBecause(info fs.FileInfo) string {
	owner, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok || int(owner.Uid) != os.Getuid():
		return "belongs to another user"
	case info.Mode().Perm()&0o077 != 0:
		return "is open to other users"
	}
	return ""
}
