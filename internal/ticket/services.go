package ticket

import "context"

// Services tells which services the portal has now; *settings.Book does.
type Services interface {
	ServiceIDs(ctx context.Context) ([]string, error)
}

// servicesNow asks for the services beside what its caller reads meanwhile. The caller must wait for the answer by calling what it gives.
func servicesNow(ctx context.Context, s Services) func() ([]string, error) {
	var ids []string
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		ids, err = s.ServiceIDs(ctx)
	}()
	return func() ([]string, error) { <-done; return ids, err }
}
