// How late records come, as counts by size: enough for a median and the most,
// in a few bytes however many there were.

package feed

import "time"

// lateSteps are the upper bounds of the counts, in seconds; the last count has
// none.
var lateSteps = [...]int64{60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 14400, 86400}

type lateCounter struct {
	Count int64                     `json:"count"`
	Max   int64                     `json:"max_s"`
	By    [len(lateSteps) + 1]int64 `json:"by"`
}

func (c *lateCounter) add(d time.Duration) {
	s := int64(d / time.Second)
	c.Count++
	c.Max = max(c.Max, s)
	for i, step := range lateSteps {
		if s <= step {
			c.By[i]++
			return
		}
	}
	c.By[len(lateSteps)]++
}

// median is the bound under which half of the counts lie, in seconds.
func (c *lateCounter) median() int64 {
	seen := int64(0)
	for i, n := range c.By {
		if seen += n; 2*seen >= c.Count {
			if i == len(lateSteps) {
				break
			}
			return min(lateSteps[i], c.Max)
		}
	}
	return c.Max
}
