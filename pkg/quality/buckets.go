package quality

import (
	"fmt"
	"slices"
	"time"
)

// bucketWidths are the widths a bucket may have. They divide a day, so that buckets of all widths share the grid.
var bucketWidths = []time.Duration{
	Window, 2 * Window, time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// TooManyQuestionsError says that a series needs more upstream requests than a first look may make.
type TooManyQuestionsError struct {
	Questions int
	Limit     int
}

func (e *TooManyQuestionsError) Error() string {
	return fmt.Sprintf("this time range needs %d requests to Genesys Cloud at the least, and half of "+
		"the budget (%d) is what a first look may use: choose a shorter time range or fewer evaluation forms, or raise requestsPerMinute",
		e.Questions, e.Limit)
}

// BucketWidth is the smallest width that is at least the interval (clamped to 15 minutes) and keeps a first look
// within half of requestsPerMinute, where each bucket costs questionsABucket requests.
func BucketWidth(r Range, interval time.Duration, questionsABucket, requestsPerMinute int) (time.Duration, error) {
	limit := max(1, requestsPerMinute/2)
	questions := 0
	for i, width := range bucketWidths {
		coarsest := i == len(bucketWidths)-1
		if width < interval && !coarsest {
			continue
		}
		questions = len(Buckets(r, width)) * questionsABucket
		if questions <= limit {
			return width, nil
		}
	}
	return 0, &TooManyQuestionsError{Questions: questions, Limit: limit}
}

// Buckets cuts an aligned range on the UTC epoch grid of the width; the first and the last are cut to the range.
func Buckets(r Range, width time.Duration) []Range {
	var buckets []Range
	for from := r.From; from.Before(r.To); {
		to := floor(from, width).Add(width)
		if to.After(r.To) {
			to = r.To
		}
		buckets = append(buckets, Range{From: from, To: to})
		from = to
	}
	return buckets
}

// floor is the last boundary of the width's grid, counted from the Unix epoch, that is not after t.
func floor(t time.Time, width time.Duration) time.Time {
	since := t.UnixNano() % int64(width)
	if since < 0 {
		since += int64(width)
	}
	return t.Add(-time.Duration(since))
}

// bucketAt is the index of the bucket that a moment lies in; the buckets hold it.
func bucketAt(buckets []Range, moment time.Time) int {
	i, found := slices.BinarySearchFunc(buckets, moment, func(b Range, t time.Time) int { return b.From.Compare(t) })
	if !found {
		i--
	}
	return max(0, i)
}
