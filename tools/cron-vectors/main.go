// Writes what robfig/cron and Go's time zones answer, one JSON value on stdout:
//
//	go run . zones       every zone name of Go's database, and how LoadLocation refuses others
//	go run . transitions next times around a transition of every kind
//	go run . morocco     the same around every change to come in Morocco, and the version of the database that says so
package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

func main() {
	// Only what is compiled in: the machine's own files may be of another version.
	os.Setenv("ZONEINFO", zoneinfo())
	answer := map[string]func() any{"zones": zones, "transitions": transitions, "morocco": morocco}[os.Args[1]]()
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	// A line an entry, so that a change can be read.
	fmt.Println(strings.NewReplacer("],[", "],\n[", "},{", "},\n{").Replace(string(text)))
}

func zoneinfo() string { return filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip") }

func names() []string {
	archive, err := zip.OpenReader(zoneinfo())
	if err != nil {
		panic(err)
	}
	defer archive.Close()
	list := []string{}
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") {
			list = append(list, file.Name)
		}
	}
	sort.Strings(list)
	return list
}

// Names that other programs take for zones, or that people write.
const doubtful = `PST IST CST JST AET ECT ACT AGT ART AST BET BST CAT CNT CTT EAT IET MIT NET NST PLT PNT PRT SST VST zulu utc
SystemV/EST5 SystemV/AST4ADT US/Pacific-New europe/berlin asia/calcutta Canada/East-Saskatchewan Etc/Unknown Mars/X +01:00 GMT+1
UTC+1 ../etc/passwd a/../b /UTC Europe EST5EDT4 America/Nowhere Zulu UCT Universal posixrules`

func zones() any {
	refused := map[string]string{}
	for _, name := range strings.Fields(doubtful) {
		if _, err := time.LoadLocation(name); err != nil {
			refused[name] = err.Error()
		}
	}
	return map[string]any{"known": names(), "refused": refused}
}

var specs = []string{
	"0 0 * * *", "30 * * * *", "*/20 * * * *", "15 2 * * *", "45 1 * * *", "0 0 * * SUN", "0 12 1 * *", "10 0 15 * 1", "0 0 31 * *", "59 23 * * *",
	"0 3 29 2 *", "30 0 1 1 *", "1-59/7 */5 * * *", "0 2 * 3,4,10,11 0",
}

// A transition of each kind (by how far, and at what wall time), of times that no later version of the database tells otherwise.
func transitions() any {
	chance := rand.New(rand.NewSource(1))
	answers := [][]any{}
	seen := map[string]bool{}
	for _, name := range names() {
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue
		}
		until := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		at := time.Date(1966, 1, 1, 0, 0, 0, 0, zone)
		for {
			_, next := at.ZoneBounds()
			if next.IsZero() || next.After(until) {
				break
			}
			if !next.After(at) {
				at = at.Add(24 * time.Hour)
				continue
			}
			_, before := next.Add(-time.Second).Zone()
			_, after := next.Zone()
			kind := fmt.Sprint(after-before, next.Add(-time.Second).In(zone).Format("15:04:05"), before%3600)
			if before != after && !seen[kind] {
				seen[kind] = true
				count := 4
				if (after-before)%3600 != 0 {
					count = 12
				}
				for range count {
					spec, from := specs[chance.Intn(len(specs))], next.Add(-time.Duration(chance.Intn(30*3600))*time.Second)
					if answer := askWithin(2*time.Second, spec, name, zone, from); answer != nil {
						answers = append(answers, answer)
					}
				}
			}
			at = next
		}
	}
	return answers
}

// Morocco changes its clocks around Ramadan, by dates that are foretold for decades and told anew from year to year.
func morocco() any {
	chance := rand.New(rand.NewSource(2))
	answers := [][]any{}
	for _, name := range []string{"Africa/Casablanca", "Africa/El_Aaiun"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			panic(err)
		}
		for at := time.Date(2022, 1, 1, 0, 0, 0, 0, zone); at.Year() < 2036; {
			_, next := at.ZoneBounds()
			for range 2 {
				spec, from := specs[chance.Intn(len(specs))], next.Add(-time.Duration(chance.Intn(30*3600))*time.Second)
				if answer := askWithin(2*time.Second, spec, name, zone, from); answer != nil {
					answers = append(answers, answer)
				}
			}
			at = next
		}
	}
	return map[string]any{"tz": version(), "answers": answers}
}

// The release of the database that this Go was built with.
func version() string {
	script, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "lib", "time", "update.bash"))
	if err != nil {
		panic(err)
	}
	return regexp.MustCompile(`(?m)^DATA=(\w+)$`).FindStringSubmatch(string(script))[1]
}

// robfig/cron never returns where a day or its midnight is left out: those have no answer.
func askWithin(limit time.Duration, spec string, name string, zone *time.Location, from time.Time) []any {
	answered := make(chan []any, 1)
	go func() { answered <- ask(spec, name, zone, from) }()
	select {
	case answer := <-answered:
		return answer
	case <-time.After(limit):
		fmt.Fprintln(os.Stderr, "no answer:", spec, name, from)
		return nil
	}
}

// Spec, zone, start, and the next three times: seconds since 1970.
func ask(spec string, name string, zone *time.Location, from time.Time) []any {
	schedule, err := cron.ParseStandard("TZ=" + name + " " + spec)
	if err != nil {
		panic(err)
	}
	answer := []any{spec, name, from.Unix()}
	for at, i := from, 0; i < 3; i++ {
		if at = schedule.Next(at.In(zone)); at.IsZero() {
			break
		}
		answer = append(answer, at.Unix())
	}
	return answer
}
