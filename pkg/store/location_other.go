//go:build !unix

package store

import "io/fs"

// ownDirectoryName needs no user: on Windows everyone has a temporary directory of their own.
func ownDirectoryName() string { return "genesys-cloud-quality" }

// sharedBecause has nothing to object to, see ownDirectoryName.
func sharedBecause(fs.FileInfo) string { return "" }
