package quality

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAThousandReadersCostOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: oneAgent, takes: time.Second}
		r := reader(t, source, nil)
		var group sync.WaitGroup
		for range 1000 {
			group.Go(func() {
				answer, err := r.Read(t.Context(), today(r))
				if err != nil || len(answer.Cells) != 1 || answer.Cells[0].AverageScore != 80 {
					t.Errorf("%v %v", answer, err)
				}
			})
		}
		group.Wait()
		require.Equal(t, 1, source.calls())
	})
}

func TestTheFirstViewersCancelFailsNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: oneAgent, takes: 10 * time.Second}
		r := reader(t, source, nil)
		leaving, leave := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() {
			if _, err := r.Read(leaving, today(r)); !errors.Is(err, context.Canceled) {
				t.Errorf("who leaves is told so, not %v", err)
			}
		})
		synctest.Wait()
		group.Go(func() {
			if _, err := r.Read(t.Context(), today(r)); err != nil {
				t.Errorf("who stays gets the answer, not %v", err)
			}
		})
		synctest.Wait()
		leave()
		group.Wait()
		require.Equal(t, 1, source.calls())
	})
}

func TestAPanicInAFlightIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := reader(t, &fakeSource{rows: func(Question) ([]Row, error) { panic("boom") }}, nil)
		_, err := r.Read(t.Context(), today(r))
		require.ErrorContains(t, err, "a defect of the plugin")
	})
}
