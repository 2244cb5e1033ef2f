// A program as others write it with client-go: it does what programs do with a cluster, and says of each thing whether it went well.
// usage: client-program KUBECONFIG NAMESPACE POD   (the pod runs, and listens on 8080)
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/httpstream"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	watchtools "k8s.io/client-go/tools/watch"
	"k8s.io/client-go/transport/spdy"
)

const binary = "application/vnd.kubernetes.protobuf"

type program struct {
	ctx       context.Context
	config    *rest.Config
	plain     *kubernetes.Clientset
	binary    *kubernetes.Clientset
	namespace string
	pod       string
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return value
}

func main() {
	config := must(clientcmd.BuildConfigFromFlags("", os.Args[1]))
	config.QPS, config.Burst = 1000, 1000
	onlyBinary := rest.CopyConfig(config)
	onlyBinary.ContentType, onlyBinary.AcceptContentTypes = binary, binary
	ctx, cancel := context.WithTimeout(context.Background(), 45*time.Second)
	defer cancel()
	p := &program{
		ctx:       ctx,
		config:    config,
		plain:     must(kubernetes.NewForConfig(config)),
		binary:    must(kubernetes.NewForConfig(onlyBinary)),
		namespace: os.Args[2],
		pod:       os.Args[3],
	}
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"lists in both encodings say the same", p.bothEncodings},
		{"informers of many kinds are complete", p.informers},
		{"an object is written, patched and removed, and a watch that tries again sees it", p.retryWatcher},
		{"one of two is the leader", p.leaderElection},
		{"a command runs over SPDY", func() error { return p.exec(false) }},
		{"a command runs over a WebSocket", func() error { return p.exec(true) }},
		{"a port is forwarded over SPDY", func() error { return p.forward(false) }},
		{"a port is forwarded over a WebSocket", func() error { return p.forward(true) }},
		{"a log is read", p.log},
		{"a refusal is told by its reason", p.refusal},
		{"kinds are found by discovery", p.discovery},
	} {
		if err := step.run(); err != nil {
			fmt.Printf("FAILED %s: %v\n", step.name, err)
		} else {
			fmt.Printf("ok %s\n", step.name)
		}
	}
}

// same compares what two clients read, as JSON.
func same(name string, one, other any, errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	a, b := must(json.Marshal(one)), must(json.Marshal(other))
	if !bytes.Equal(a, b) {
		return fmt.Errorf("%s differ: %.300s and %.300s", name, a, b)
	}
	return nil
}

func (p *program) bothEncodings() error {
	var all metav1.ListOptions
	type list func(*kubernetes.Clientset) (any, error)
	for name, read := range map[string]list{
		"namespaces": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.CoreV1().Namespaces().List(p.ctx, all)
			return l.Items, err
		},
		"services": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.CoreV1().Services("").List(p.ctx, all)
			return l.Items, err
		},
		"configmaps": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.CoreV1().ConfigMaps("").List(p.ctx, all)
			return l.Items, err
		},
		"pods": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.CoreV1().Pods("").List(p.ctx, all)
			return l.Items, err
		},
		"roles": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.RbacV1().ClusterRoles().List(p.ctx, all)
			return l.Items, err
		},
		"bindings": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.RbacV1().ClusterRoleBindings().List(p.ctx, all)
			return l.Items, err
		},
		"slices": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.DiscoveryV1().EndpointSlices("").List(p.ctx, all)
			return l.Items, err
		},
		"priorities": func(c *kubernetes.Clientset) (any, error) {
			l, err := c.SchedulingV1().PriorityClasses().List(p.ctx, all)
			return l.Items, err
		},
	} {
		one, err := read(p.plain)
		other, err2 := read(p.binary)
		if err := same(name, one, other, err, err2); err != nil {
			return err
		}
		if reflect.ValueOf(one).Len() == 0 {
			return fmt.Errorf("there are no %s", name)
		}
	}
	return nil
}

func (p *program) informers() error {
	factory := informers.NewSharedInformerFactory(p.binary, 0)
	for _, resource := range []schema.GroupVersionResource{
		corev1.SchemeGroupVersion.WithResource("pods"),
		corev1.SchemeGroupVersion.WithResource("nodes"),
		corev1.SchemeGroupVersion.WithResource("secrets"),
		corev1.SchemeGroupVersion.WithResource("events"),
		corev1.SchemeGroupVersion.WithResource("persistentvolumeclaims"),
		{Group: "apps", Version: "v1", Resource: "deployments"},
		{Group: "apps", Version: "v1", Resource: "statefulsets"},
		{Group: "batch", Version: "v1", Resource: "jobs"},
		{Group: "batch", Version: "v1", Resource: "cronjobs"},
		{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"},
		{Group: "storage.k8s.io", Version: "v1", Resource: "storageclasses"},
		{Group: "coordination.k8s.io", Version: "v1", Resource: "leases"},
	} {
		if _, err := factory.ForResource(resource); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(p.ctx, 15*time.Second)
	defer cancel()
	factory.Start(ctx.Done())
	for kind, isComplete := range factory.WaitForCacheSync(ctx.Done()) {
		if !isComplete {
			return fmt.Errorf("%v is not complete", kind)
		}
	}
	found, err := metadata.NewForConfigOrDie(p.config).Resource(corev1.SchemeGroupVersion.WithResource("pods")).Namespace(p.namespace).List(p.ctx, metav1.ListOptions{})
	if err == nil && len(found.Items) == 0 {
		err = fmt.Errorf("no metadata of pods")
	}
	return err
}

func (p *program) retryWatcher() error {
	maps := p.binary.CoreV1().ConfigMaps(p.namespace)
	before, err := maps.List(p.ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	only := func(o metav1.ListOptions) metav1.ListOptions { o.FieldSelector = "metadata.name=watched"; return o }
	watcher, err := watchtools.NewRetryWatcherWithContext(p.ctx, before.ResourceVersion, &cache.ListWatch{
		WatchFuncWithContext: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			return maps.Watch(ctx, only(o))
		},
	})
	if err != nil {
		return err
	}
	defer watcher.Stop()
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "watched"}, Data: map[string]string{"a": "1"}, BinaryData: map[string][]byte{"b": {0, 255}}}
	if _, err := maps.Create(p.ctx, object, metav1.CreateOptions{}); err != nil {
		return err
	}
	patched, err := maps.Patch(p.ctx, "watched", types.StrategicMergePatchType, []byte(`{"data":{"a":"2"}}`), metav1.PatchOptions{})
	if err != nil {
		return err
	}
	if patched.Data["a"] != "2" || !bytes.Equal(patched.BinaryData["b"], []byte{0, 255}) {
		return fmt.Errorf("it holds %v", patched)
	}
	if err := maps.Delete(p.ctx, "watched", metav1.DeleteOptions{}); err != nil {
		return err
	}
	for _, wanted := range []watch.EventType{watch.Added, watch.Modified, watch.Deleted} {
		select {
		case event := <-watcher.ResultChan():
			if event.Type != wanted {
				return fmt.Errorf("%s instead of %s", event.Type, wanted)
			}
		case <-time.After(10 * time.Second):
			return fmt.Errorf("no event that says %s", wanted)
		}
	}
	return nil
}

func (p *program) leaderElection() error {
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	leads := make(chan string, 2)
	for _, identity := range []string{"one", "two"} {
		lock := &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Name: "leader", Namespace: p.namespace},
			Client:     p.binary.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: identity},
		}
		go leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: lock, LeaseDuration: 4 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 200 * time.Millisecond, ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { leads <- identity },
				OnStoppedLeading: func() {},
			},
		})
	}
	select {
	case <-leads:
	case <-time.After(10 * time.Second):
		return fmt.Errorf("nobody leads")
	}
	select {
	case <-leads:
		return fmt.Errorf("both lead")
	case <-time.After(time.Second):
		return nil
	}
}

func (p *program) exec(isWebSocket bool) error {
	request := p.plain.CoreV1().RESTClient().Post().Namespace(p.namespace).Resource("pods").Name(p.pod).SubResource("exec").
		VersionedParams(&corev1.PodExecOptions{Command: []string{"echo", "hello"}, Stdout: true, Stderr: true}, scheme.ParameterCodec)
	executor, err := remotecommand.NewSPDYExecutor(p.config, "POST", request.URL())
	if isWebSocket {
		executor, err = remotecommand.NewWebSocketExecutor(p.config, "GET", request.URL().String())
	}
	if err != nil {
		return err
	}
	var out, said bytes.Buffer
	if err := executor.StreamWithContext(p.ctx, remotecommand.StreamOptions{Stdout: &out, Stderr: &said}); err != nil {
		return err
	}
	if out.String() != "hello\n" {
		return fmt.Errorf("it says %q %q", out.String(), said.String())
	}
	return nil
}

func (p *program) forward(isWebSocket bool) error {
	url := p.plain.CoreV1().RESTClient().Post().Namespace(p.namespace).Resource("pods").Name(p.pod).SubResource("portforward").URL()
	roundTripper, upgrader, err := spdy.RoundTripperFor(p.config)
	if err != nil {
		return err
	}
	var dialer httpstream.Dialer = spdy.NewDialer(upgrader, &http.Client{Transport: roundTripper}, "POST", url)
	if isWebSocket {
		if dialer, err = portforward.NewSPDYOverWebsocketDialer(url, p.config); err != nil {
			return err
		}
	}
	stop, ready := make(chan struct{}), make(chan struct{})
	forwarder, err := portforward.New(dialer, []string{"0:8080"}, stop, ready, io.Discard, io.Discard)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- forwarder.ForwardPorts() }()
	defer close(stop)
	select {
	case <-ready:
	case err := <-failed:
		return err
	case <-time.After(10 * time.Second):
		return fmt.Errorf("it is never ready")
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return err
	}
	for i := 0; i < 3; i++ {
		answer, err := (&http.Client{Timeout: 5 * time.Second}).Get(fmt.Sprintf("http://127.0.0.1:%d/", ports[0].Local))
		if err != nil {
			return err
		}
		page, err := io.ReadAll(answer.Body)
		if err != nil || !strings.Contains(string(page), p.pod) {
			return fmt.Errorf("the page is %q: %w", page, err)
		}
	}
	return nil
}

func (p *program) log() error {
	stream, err := p.binary.CoreV1().Pods(p.namespace).GetLogs(p.pod, &corev1.PodLogOptions{}).Stream(p.ctx)
	if err != nil {
		return err
	}
	_, err = io.ReadAll(stream)
	return err
}

func (p *program) refusal() error {
	_, err := p.binary.CoreV1().ConfigMaps(p.namespace).Get(p.ctx, "none", metav1.GetOptions{})
	if err == nil || err.Error() != `configmaps "none" not found` {
		return fmt.Errorf("it says %v", err)
	}
	return nil
}

func (p *program) discovery() error {
	lists, err := p.binary.Discovery().ServerPreferredResources()
	if err != nil {
		return err
	}
	if len(lists) < 10 {
		return fmt.Errorf("%d groups", len(lists))
	}
	_, err = dynamic.NewForConfigOrDie(p.config).Resource(corev1.SchemeGroupVersion.WithResource("nodes")).List(p.ctx, metav1.ListOptions{})
	return err
}
