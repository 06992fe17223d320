package localcloud

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// build lets make build the functions, the CDK app and the pages.
func (c *Cloud) build() error {
	if !c.o.Build {
		return nil
	}
	target, what := "build", "building functions and pages"
	if c.o.Develop {
		target, what = "build-functions", "building functions"
	}
	if _, err := os.Stat(c.at.root + "/dist/infra"); err != nil {
		what += " (the first time takes minutes)"
	}
	c.logTo("build", "build")
	return c.step("build", what, func() (string, error) { return "functions and pages are up to date", c.make("build", target) })
}

// make runs make quietly, its output in a log. Local clouds of one checkout that start at the same time take turns at it:
// what the first has made is there for the second.
func (c *Cloud) make(log string, args ...string) error {
	turn, err := c.at.takeTurn(c.ctx, log)
	if err != nil {
		return err
	}
	defer turn.Close()
	return c.run(log, c.at.root, environment(), "make", append([]string{"--silent", "--no-print-directory"}, args...)...)
}

// run runs a program to its end, in a process group of its own that ends with the context.
func (c *Cloud) run(log, dir string, env []string, name string, args ...string) error {
	file, err := os.Create(c.at.log(log))
	if err != nil {
		return fmt.Errorf("open a log: %w", err)
	}
	defer file.Close()
	cmd := exec.CommandContext(c.ctx, name, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, file, file
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		if c.ctx.Err() != nil {
			return context.Cause(c.ctx)
		}
		return err
	}
	return nil
}
