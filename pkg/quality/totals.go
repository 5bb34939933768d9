package quality

import "math"

// Totals are what adds up where averages do not: windows and forms are merged as totals.
type Totals struct {
	Count     int64
	PassCount int64
	ScoreSum  float64

	CriticalCount      int64
	CriticalSum        float64
	MinScore, MaxScore float64
}

// Totals are the totals that the measures stand for. Genesys rounds what it says to one decimal, so a merged
// average may be 0.05 off; the pass count is a whole number and is restored exactly while Count is below 1,000.
func (m Measures) Totals() Totals {
	return Totals{
		Count:     m.Count,
		PassCount: int64(math.Round(m.PassRate * float64(m.Count) / 100)),
		ScoreSum:  m.AverageScore * float64(m.Count),

		CriticalCount: m.CriticalCount,
		CriticalSum:   m.CriticalScore * float64(m.CriticalCount),
		MinScore:      m.MinScore,
		MaxScore:      m.MaxScore,
	}
}

// Measures are the measures of the totals; the zero Measures where there is nothing to average.
func (t Totals) Measures() Measures {
	if t.Count == 0 {
		return Measures{}
	}
	count := float64(t.Count)
	m := Measures{
		Count: t.Count, AverageScore: t.ScoreSum / count, PassRate: float64(t.PassCount) * 100 / count,
		CriticalCount: t.CriticalCount, MinScore: t.MinScore, MaxScore: t.MaxScore,
	}
	if t.CriticalCount > 0 {
		m.CriticalScore = t.CriticalSum / float64(t.CriticalCount)
	}
	return m
}

// plus merges two totals that count something, or are zero.
func (t Totals) plus(other Totals) Totals {
	if t.Count == 0 {
		return other
	}
	return Totals{
		Count:     t.Count + other.Count,
		PassCount: t.PassCount + other.PassCount,
		ScoreSum:  t.ScoreSum + other.ScoreSum,

		CriticalCount: t.CriticalCount + other.CriticalCount,
		CriticalSum:   t.CriticalSum + other.CriticalSum,
		MinScore:      min(t.MinScore, other.MinScore),
		MaxScore:      max(t.MaxScore, other.MaxScore),
	}
}

// Sum merges measures. What rests on a single part is that part, as Genesys said it, to the last decimal. The
// zero Sum is empty.
type Sum struct {
	said   Measures
	parts  int
	totals Totals
}

// Add merges m; measures without evaluations change nothing.
func (s *Sum) Add(m Measures) {
	if m.Count == 0 {
		return
	}
	s.parts++
	s.said = m
	s.totals = s.totals.plus(m.Totals())
}

// Measures is what has been merged so far.
func (s *Sum) Measures() Measures {
	if s.parts == 1 {
		return s.said
	}
	return s.totals.Measures()
}
