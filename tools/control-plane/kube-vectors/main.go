// Writes what Kubernetes' own Go packages answer, one JSON list on stdout, for the vectors beside the code that does the same:
//
//	go run ./kube-vectors durations    time.ParseDuration
//	go run ./kube-vectors patches      strategic merge patches (k8s.io/apimachinery/pkg/util/strategicpatch)
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

func main() {
	list := map[string]func() []any{"durations": durations, "patches": patches}[os.Args[1]]()
	lines := []string{}
	for _, entry := range list {
		text, err := json.Marshal(entry)
		if err != nil {
			panic(err)
		}
		lines = append(lines, string(text))
	}
	fmt.Println("[\n" + strings.Join(lines, ",\n") + "\n]")
}

var random = rand.New(rand.NewSource(1))

func pick[T any](of ...T) T { return of[random.Intn(len(of))] }

func join(parts []string, most int) string {
	text := ""
	for n := random.Intn(most + 1); n > 0; n-- {
		text += pick(parts...)
	}
	return text
}

func durations() []any {
	chosen := strings.Split("|0|+0|-0|00|1|1s|-1s|+1s|1.s|.5s|.s|s|.|-|+|--1s|1h1|1h 1m|1d|1us|1µs|1μs|1ns|1000ns|1.5h|0.57h|1.1s|1e3s|1_0s|١s|1秒|1\"s|1\\s|1\n|1s\x00|"+
		"2562047h47m16.854775807s|2562047h47m16.854775808s|-2562047h47m16.854775808s|-2562047h47m16.854775809s|9223372036854775807ns|"+
		"9223372036854775808ns|-9223372036854775808ns|99999999999999999999h|0.000000000000000000001s|0.9999999999999999999s|1.0000000009s|"+
		"3000000h|0.1m0.1m|1m1h|007m|constructor|1constructor|1__proto__", "|")
	for len(chosen) < 160 {
		chosen = append(chosen, join([]string{"1", "0", "25", ".", "h", "m", "s", "ms", "us", "ns", "-", "9"}, 6))
	}
	list := []any{}
	for _, text := range chosen {
		if duration, err := time.ParseDuration(text); err != nil {
			list = append(list, map[string]any{"text": text, "error": err.Error()})
		} else {
			list = append(list, map[string]any{"text": text, "nanoseconds": fmt.Sprint(int64(duration))})
		}
	}
	return list
}

// What is patched: a field of each kind that Kubernetes has.
type part struct {
	Name  string            `json:"name,omitempty"`
	Value string            `json:"value,omitempty"`
	Map   map[string]string `json:"map,omitempty"`
	Args  []string          `json:"args,omitempty"`
	Parts []part            `json:"parts,omitempty" patchStrategy:"merge" patchMergeKey:"name"`
	Set   []string          `json:"set,omitempty" patchStrategy:"merge"`
	Whole []part            `json:"whole,omitempty"`
	Kept  *part             `json:"kept,omitempty" patchStrategy:"retainKeys"`
	Inner *part             `json:"inner,omitempty"`
}

type object = map[string]any

func texts(n int) []any {
	list := []any{}
	for _, i := range random.Perm(4)[:n] {
		list = append(list, string(rune('a'+i)))
	}
	return list
}

func original(depth int) object {
	made := object{}
	for _, field := range []string{"value", "map", "args", "set", "parts", "whole", "kept", "inner"} {
		if random.Intn(3) == 0 {
			continue
		}
		switch field {
		case "value":
			made[field] = pick("1", "2")
		case "map":
			made[field] = object{pick("x", "y"): "1", "z": "2"}
		case "args", "set":
			made[field] = texts(random.Intn(4))
		case "parts", "whole":
			if depth > 0 {
				list := []any{}
				for _, name := range texts(random.Intn(4)) {
					item := original(depth - 1)
					item["name"] = name
					list = append(list, item)
				}
				made[field] = list
			}
		default:
			if depth > 0 {
				made[field] = original(depth - 1)
			}
		}
	}
	return made
}

func patch(depth int) object {
	made := object{}
	for _, field := range []string{"value", "map", "args", "set", "parts", "whole", "kept", "inner"} {
		chance := random.Intn(8)
		if chance > 3 {
			continue
		}
		if chance == 0 {
			made[field] = nil
			continue
		}
		switch field {
		case "value":
			made[field] = pick("1", "3")
		case "map":
			made[field] = object{pick("x", "y"): pick[any]("3", nil)}
			if random.Intn(6) == 0 {
				made[field].(object)["$patch"] = pick("replace", "delete")
			}
		case "args":
			made[field] = texts(random.Intn(3))
		case "set":
			if random.Intn(3) == 0 {
				made["$deleteFromPrimitiveList/set"] = texts(1 + random.Intn(2))
			} else {
				list := texts(1 + random.Intn(3))
				made[field] = list
				if random.Intn(3) == 0 {
					made["$setElementOrder/set"] = append([]any{"d"}, list...)
				}
			}
		case "parts", "whole":
			if depth > 0 {
				list, order := []any{}, []any{}
				for _, name := range texts(1 + random.Intn(2)) {
					item := patch(depth - 1)
					item["name"] = name
					if field == "parts" && random.Intn(5) == 0 {
						item = object{"$patch": "delete", "name": name}
					} else {
						order = append(order, object{"name": name})
					}
					list = append(list, item)
				}
				if field == "parts" && random.Intn(8) == 0 {
					list = append(list, object{"$patch": "replace"})
				} else if field == "parts" && random.Intn(3) == 0 && len(order) > 0 {
					made["$setElementOrder/parts"] = order
				}
				made[field] = list
			}
		default:
			if depth > 0 {
				inner := patch(depth - 1)
				if field == "kept" && random.Intn(2) == 0 {
					keys := []any{}
					for key := range inner {
						if !strings.HasPrefix(key, "$") {
							keys = append(keys, key)
						}
					}
					inner["$retainKeys"] = keys
				} else if random.Intn(8) == 0 {
					inner["$patch"] = pick("replace", "delete", "merge")
				}
				made[field] = inner
			}
		}
	}
	return made
}

func copied(value object) object {
	text, _ := json.Marshal(value)
	made := object{}
	_ = json.Unmarshal(text, &made)
	return made
}

func patches() []any {
	list := []any{}
	for range 500 {
		before, change := copied(original(2)), copied(patch(2))
		after, err := strategicpatch.StrategicMergeMapPatch(copied(before), copied(change), part{})
		entry := object{"before": before, "patch": change}
		if err != nil {
			entry["error"] = err.Error()
		} else {
			entry["after"] = after
		}
		list = append(list, entry)
	}
	return list
}
