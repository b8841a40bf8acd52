package workday

import (
	"math"

	"github.com/motcua/motcua/content"
)

// The Vietnamese lunar calendar, worked out from the sky: a month begins on the day, by Vietnam's clocks (UTC+7), on
// which the new moon falls; the month with the winter solstice is the eleventh; when thirteen months lie between two
// eleventh months, the first one without a major solar term is the leap month. Positions of moon and sun are those of
// J. Meeus, Astronomical Algorithms, chapters 49 and 25: good to about a minute, which decides the day except where a
// new moon falls within a minute of midnight (from 1975 to 2070 only that of 8 May 2054 does).

// julianOfDay1 is the Julian day number of the midnight (UTC) at which the zero Day began.
const julianOfDay1 = 1721424.5

// synodic is the mean length of a lunation in days.
const synodic = 29.530588861

// midnight returns the Julian date (UT) at which day d begins in Vietnam.
func midnight(d content.Day) float64 {
	return julianOfDay1 + float64(d.Sub(content.Day{})) - 7.0/24
}

// dayAt returns the day that Vietnam's calendars show at a Julian date (UT).
func dayAt(jd float64) content.Day {
	return content.Day{}.Add(int(math.Floor(jd + 7.0/24 - julianOfDay1)))
}

// deltaT is the difference between dynamical and universal time in days: about 57 s in 1990, 70 s in 2024, 93 s in 2050
// (Espenak and Meeus, polynomials for 1986-2050; good to half a minute nearby).
func deltaT(jd float64) float64 {
	y := 2000 + (jd-2451545)/365.25
	t := y - 2000
	if y < 2005 {
		return (63.86 + 0.3345*t - 0.060374*t*t) / 86400
	}
	return (62.92 + 0.32217*t + 0.005589*t*t) / 86400
}

func sin(deg float64) float64 { return math.Sin(deg * math.Pi / 180) }

// newMoon returns the moment (Julian date, UT) of the k-th new moon counted from January 2000.
func newMoon(k int) float64 {
	n := float64(k)
	t := n / 1236.85
	jde := 2451550.09766 + synodic*n + t*t*(0.00015437+t*(-0.000000150+t*0.00000000073))
	e := 1 - t*(0.002516+0.0000074*t)
	sun := 2.5534 + 29.10535670*n - t*t*(0.0000014+0.00000011*t)
	moon := 201.5643 + 385.81693528*n + t*t*(0.0107582+t*(0.00001238-0.000000058*t))
	f := 160.7108 + 390.67050284*n - t*t*(0.0016118+t*(0.00000227-0.000000011*t))
	node := 124.7746 - 1.56375588*n + t*t*(0.0020672+0.00000215*t)
	jde += -0.40720*sin(moon) + 0.17241*e*sin(sun) + 0.01608*sin(2*moon) + 0.01039*sin(2*f) +
		0.00739*e*sin(moon-sun) - 0.00514*e*sin(moon+sun) + 0.00208*e*e*sin(2*sun) -
		0.00111*sin(moon-2*f) - 0.00057*sin(moon+2*f) + 0.00056*e*sin(2*moon+sun) -
		0.00042*sin(3*moon) + 0.00042*e*sin(sun+2*f) + 0.00038*e*sin(sun-2*f) -
		0.00024*e*sin(2*moon-sun) - 0.00017*sin(node) - 0.00007*sin(moon+2*sun) +
		0.00004*sin(2*moon-2*f) + 0.00004*sin(3*sun) + 0.00003*sin(moon+sun-2*f) +
		0.00003*sin(2*moon+2*f) - 0.00003*sin(moon+sun+2*f) + 0.00003*sin(moon-sun+2*f) -
		0.00002*sin(moon-sun-2*f) - 0.00002*sin(3*moon+sun) + 0.00002*sin(4*moon)
	// Planetary terms; the larger ones.
	jde += 0.000325*sin(299.77+0.107408*n-0.009173*t*t) + 0.000165*sin(251.88+0.016321*n) +
		0.000164*sin(251.83+26.651886*n) + 0.000126*sin(349.42+36.412478*n) + 0.000110*sin(84.66+18.206239*n)
	return jde - deltaT(jde)
}

// sunLongitude returns the sun's apparent longitude in degrees at a Julian date (UT).
func sunLongitude(jd float64) float64 {
	t := (jd + deltaT(jd) - 2451545) / 36525
	mean := 280.46646 + t*(36000.76983+t*0.0003032)
	m := 357.52911 + t*(35999.05029-t*0.0001537)
	c := (1.914602-t*(0.004817+t*0.000014))*sin(m) + (0.019993-0.000101*t)*sin(2*m) + 0.000289*sin(3*m)
	long := mean + c - 0.00569 - 0.00478*sin(125.04-1934.136*t)
	return math.Mod(math.Mod(long, 360)+360, 360)
}

// majorTerm returns which twelfth of the zodiac (0 from the spring equinox) the sun is in when day d begins.
func majorTerm(d content.Day) int { return int(sunLongitude(midnight(d)) / 30) }

// newMoonDay returns the day on which lunation k begins.
func newMoonDay(k int) content.Day { return dayAt(newMoon(k)) }

// lunationAt returns the lunation that contains day d.
func lunationAt(d content.Day) int {
	k := int(math.Floor((midnight(d)-2451550.1)/synodic)) + 1
	for newMoonDay(k).After(d) {
		k--
	}
	return k
}

// eleventhMonth returns the lunation of the month with the winter solstice of a solar year.
func eleventhMonth(year int) int {
	k := lunationAt(content.NewDay(year, 12, 31))
	if majorTerm(newMoonDay(k)) >= 9 { // the solstice had passed before this month began
		k--
	}
	return k
}

// LunarDay returns the solar date of a lunar date; year is the lunar year, which begins at Tết of that solar year. Leap
// months are not addressed: month means the ordinary one. The zero Day means that the month has only 29 days.
func LunarDay(year, month, day int) content.Day {
	start, before := eleventhMonth(year-1), month+1 // months 1..10 follow the eleventh month of the year before
	if month >= 11 {
		start, before = eleventhMonth(year), month-11
	}
	next := eleventhMonth(year)
	if month >= 11 {
		next = eleventhMonth(year + 1)
	}
	k := start + before
	if next-start == 13 && before >= leapOffset(start) {
		k++
	}
	d := newMoonDay(k).Add(day - 1)
	if day > 29 && !d.Before(newMoonDay(k+1)) {
		return content.Day{}
	}
	return d
}

// leapOffset returns how many months after the eleventh one the leap month stands.
func leapOffset(start int) int {
	for i := 1; i < 14; i++ {
		if majorTerm(newMoonDay(start+i)) == majorTerm(newMoonDay(start+i+1)) {
			return i
		}
	}
	return 14
}

// NewYear returns the first day of Tết in a solar year.
func NewYear(year int) content.Day { return LunarDay(year, 1, 1) }
