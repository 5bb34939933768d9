package quality

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMeasuresBecomeTotalsAndBack(t *testing.T) {
	said := Measures{Count: 7, AverageScore: 82.4, PassRate: 71.4}
	require.Equal(t, int64(5), said.Totals().PassCount, "5 of 7 is 71.43 %, which Genesys says as 71.4")
	require.InDelta(t, 576.8, said.Totals().ScoreSum, 1e-9)
	require.Equal(t, Measures{}, Totals{}.Measures(), "nothing has no average")
}

func TestSumOfOnePartIsThatPart(t *testing.T) {
	var sum Sum
	sum.Add(Measures{})
	sum.Add(Measures{Count: 3, AverageScore: 33.3, PassRate: 66.7})
	sum.Add(Measures{})
	require.Equal(t, Measures{Count: 3, AverageScore: 33.3, PassRate: 66.7}, sum.Measures())
}

func TestSumAddsTotalsAndNotAverages(t *testing.T) {
	var sum Sum
	sum.Add(Measures{Count: 1, AverageScore: 100, PassRate: 100})
	sum.Add(Measures{Count: 3, AverageScore: 60, PassRate: 0})
	require.Equal(t, Measures{Count: 4, AverageScore: 70, PassRate: 25}, sum.Measures())
}

// The second route is the single evaluations: merged windows are within Genesys' rounding of them, and the pass rate
// and the count are exact.
func TestMergedWindowsEqualTheEvaluations(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	round := func(v float64) float64 { return float64(int64(v*10+0.5)) / 10 }
	for range 200 {
		var sum Sum
		count, passed, scores := 0, 0, 0.0
		for range 1 + random.IntN(40) {
			inWindow, passedInWindow, scoresInWindow := 1+random.IntN(30), 0, 0.0
			for range inWindow {
				score := float64(random.IntN(1001)) / 10
				scoresInWindow += score
				if score >= 80 {
					passedInWindow++
				}
			}
			sum.Add(Measures{
				Count:        int64(inWindow),
				AverageScore: round(scoresInWindow / float64(inWindow)),
				PassRate:     round(float64(passedInWindow) * 100 / float64(inWindow)),
			})
			count, passed, scores = count+inWindow, passed+passedInWindow, scores+scoresInWindow
		}
		merged := sum.Measures()
		require.Equal(t, int64(count), merged.Count)
		require.InDelta(t, scores/float64(count), merged.AverageScore, 0.05+1e-9)
		if sum.parts > 1 {
			require.InDelta(t, float64(passed)*100/float64(count), merged.PassRate, 1e-9)
		}
	}
}
