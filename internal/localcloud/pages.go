package localcloud

import (
	"os/exec"

	"portico/internal/supervise"
)

// startPages starts the development server for the pages, which shows each change at once.
func (c *Cloud) startPages() error {
	return c.step("pages", "starting the development server", func() (string, error) {
		if err := c.make("install-web", "web/node_modules/.installed"); err != nil {
			return "", err
		}
		npm, err := exec.LookPath("npm")
		if err != nil {
			return "", err
		}
		err = c.group.Start(supervise.Program{
			Name: "pages", Path: npm, Args: []string{"run", "dev", "--", "--host=127.0.0.1", "--strictPort", "--port=" + c.o.Ports.Pages},
			Dir: c.at.root + "/web", Env: environment(), Log: c.logTo("pages", "pages"),
		})
		if err != nil {
			return "", err
		}
		return "changes show at once", c.answers(c.pagesAddress() + "/")
	})
}

func (c *Cloud) pagesAddress() string {
	if !c.o.Develop {
		return ""
	}
	return "http://127.0.0.1:" + c.o.Ports.Pages
}
