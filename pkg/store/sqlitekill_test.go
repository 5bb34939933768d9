package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// writerPath tells the test binary that it is the writer to be killed, and where it writes.
const writerPath = "STORE_KILLED_WRITER"

// TestKilledWriter is no test of its own: TestKill runs it in another process. It saves without an end and names on
// standard output, one a line, what has been acknowledged.
func TestKilledWriter(t *testing.T) {
	path := os.Getenv(writerPath)
	if path == "" {
		t.Skip("TestKill runs this in a process of its own")
	}
	first, err := strconv.Atoi(os.Getenv(writerPath + "_FIRST"))
	require.NoError(t, err)
	store, err := Open(context.Background(), path, atItsEase)
	require.NoError(t, err)
	for i := first; ; i++ {
		store.For("scope").Save(t.Context(), numbered(i), tomorrow)
		store.For("scope").SaveNames(t.Context(), []quality.NameRecord{numberedName(i)})
		if i%50 == 49 {
			require.NoError(t, store.Purge(t.Context()))
		}
		_, err := fmt.Println("saved", i)
		require.NoError(t, err)
	}
}

// numbered is a snapshot whose question is asked again every 40 numbers, with a newer answer.
func numbered(i int) quality.Snapshot {
	return scored(fmt.Sprint(i%40), noon.Add(time.Duration(i)*time.Second), 1+i%7*40, uint64(i))
}

func numberedName(i int) quality.NameRecord {
	return agentNamed(fmt.Sprint(i%40), fmt.Sprint("name ", i), noon.Add(time.Duration(i)*time.Second))
}

// TestKill kills a writer in the middle of its work, again and again on one file. Nothing it acknowledged is lost and
// nothing is damaged. STORE_KILLS is how often; 15 times unless it is set, 150 are wanted of a release.
func TestKill(t *testing.T) {
	kills := 15
	if wanted := os.Getenv("STORE_KILLS"); wanted != "" {
		var err error
		kills, err = strconv.Atoi(wanted)
		require.NoError(t, err)
	}
	path := storePath(t)
	random := rand.New(rand.NewPCG(3, 4))
	saved := 0 // Numbers below this one are acknowledged.
	for range kills {
		saved = killAfter(t, path, saved, 1+random.IntN(60), time.Duration(random.IntN(4000))*time.Microsecond)

		store, err := Open(t.Context(), path, atItsEase)
		require.NoError(t, err)
		names := store.For("scope").LoadNames(t.Context())
		for i := max(0, saved-40); i < saved; i++ {
			got, ok := store.For("scope").Load(t.Context(), numbered(i).Question.Key())
			require.True(t, ok, "snapshot %d is lost", i)
			if !got.AsOf.Equal(numbered(i).AsOf) {
				// Written and not acknowledged: the kill came between the two.
				require.GreaterOrEqual(t, i+40, saved)
				require.Equal(t, numbered(i+40), got)
			} else {
				require.Equal(t, numbered(i), got)
			}
			require.True(t, slices.Contains(names, numberedName(i)) || slices.Contains(names, numberedName(i+40)), "name %d is lost", i)
		}
		require.Zero(t, store.Stats(t.Context()).Damaged)
		require.NoError(t, store.Close())
	}
	t.Logf("%d kills, %d snapshots acknowledged", kills, saved)
	require.NoFileExists(t, damagedPath(path))
}

// killAfter starts a writer, kills it some time after so many acknowledgements, and returns the number after the last
// that was acknowledged.
func killAfter(t *testing.T, path string, first, acknowledgements int, later time.Duration) int {
	t.Helper()
	writer := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledWriter$")
	writer.Env = append(os.Environ(), writerPath+"="+path, fmt.Sprintf("%s_FIRST=%d", writerPath, first))
	output, err := writer.StdoutPipe()
	require.NoError(t, err)
	writer.Stderr = os.Stderr
	require.NoError(t, writer.Start())

	next := first
	lines := bufio.NewScanner(output)
	acknowledge := func() {
		number, ok := strings.CutPrefix(lines.Text(), "saved ")
		require.True(t, ok, "the writer said %q", lines.Text())
		require.Equal(t, strconv.Itoa(next), number)
		next++
	}
	for range acknowledgements {
		require.True(t, lines.Scan(), "the writer ended by itself")
		acknowledge()
	}
	// The writer goes on meanwhile, so that the kill hits it anywhere in its work.
	time.AfterFunc(later, func() { _ = writer.Process.Kill() })
	for lines.Scan() {
		acknowledge()
	}
	require.NoError(t, lines.Err())
	require.ErrorContains(t, writer.Wait(), "killed")
	return next
}
