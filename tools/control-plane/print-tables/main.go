// Reads one object or list a line, prints its Table rows as the API server makes them, one JSON line each. As
// those it reads from its storage, they get their defaults first.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/certificates/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/printers"
	internal "k8s.io/kubernetes/pkg/printers/internalversion"
)

func main() {
	install.Install(legacyscheme.Scheme)
	generator := printers.NewTableGenerator().With(internal.AddHandlers)
	decoder := legacyscheme.Codecs.UniversalDecoder()
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		answer := map[string]any{}
		var table *metav1.Table
		object, _, err := decoder.Decode(in.Bytes(), nil, nil)
		if err == nil {
			table, err = generator.GenerateTable(object, printers.GenerateOptions{Wide: true})
		}
		if err != nil {
			answer["error"] = err.Error()
		} else if meta.IsListType(object) {
			rows := []any{}
			for _, row := range table.Rows {
				rows = append(rows, row.Cells)
			}
			answer["rows"] = rows
		} else {
			answer["cells"] = table.Rows[0].Cells
		}
		text, _ := json.Marshal(answer)
		fmt.Println(string(text))
	}
}
