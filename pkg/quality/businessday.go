package quality

import "time"

// quarter is the step at which local clocks are looked at: every zone's offset, and every moment at which a zone
// changes it to another, has lain on a quarter hour since long before Genesys Cloud existed.
const quarter = 15 * time.Minute

// BusinessDay says when a contact centre's day starts.
type BusinessDay struct {
	// Location is the centre's time zone.
	Location *time.Location
	// Start is the local clock's time of day, 0 to 23:45, on a quarter hour.
	Start time.Duration
}

// StartOf is the instant at which the business day of now's local date starts: the first instant of that date at
// which the local clock shows at least Start. A start that a clock change skips moves forward; one that happens
// twice is the first.
func (d BusinessDay) StartOf(now time.Time) time.Time {
	t := startOfDate(now, d.Location)
	date := civil(t, d.Location)
	for {
		local := t.In(d.Location)
		if civil(t, d.Location) != date || sinceMidnight(local) >= d.Start {
			return t.UTC()
		}
		t = t.Add(quarter)
	}
}

// NextMidnight is the first instant of the local date after t's. In zones where some midnight does not exist it is
// the instant the clock jumps to, never 23:00 of the day before as time.Date may give.
func NextMidnight(t time.Time, location *time.Location) time.Time {
	date := civil(t, location)
	next := FloorWindow(t)
	for civil(next, location) <= date {
		next = next.Add(quarter)
	}
	return next
}

func startOfDate(now time.Time, location *time.Location) time.Time {
	date := civil(now, location)
	t := FloorWindow(now)
	for civil(t.Add(-quarter), location) >= date {
		t = t.Add(-quarter)
	}
	return t
}

// civil is a local date as a number that orders as dates do.
func civil(t time.Time, location *time.Location) int {
	year, month, day := t.In(location).Date()
	return (year*100+int(month))*100 + day
}

func sinceMidnight(local time.Time) time.Duration {
	hour, minute, second := local.Clock()
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
}
