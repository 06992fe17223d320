package faults

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// processAt finds the function that has the connection from the loopback address caller to the loopback address relay. A local cloud runs functions as
// processes of this machine, each with its name in its environment.
func processAt(caller, relay string) (process, error) {
	found, err := lookAt(caller, relay)
	for try := 0; err != nil && try < 20; try++ { // processes come and go while one looks
		time.Sleep(10 * time.Millisecond)
		found, err = lookAt(caller, relay)
	}
	return found, err
}

func lookAt(caller, relay string) (process, error) {
	inode, err := socketOf(caller, relay)
	if err != nil {
		return process{}, err
	}
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return process{}, err
	}
	for _, folder := range folders {
		name := functionIn(folder)
		if name == "" {
			continue
		}
		if link := heldBy(folder, inode); link != "" {
			pid, err := strconv.Atoi(filepath.Base(folder))
			return process{pid: pid, function: name, inode: inode, link: link}, err
		}
	}
	return process{}, fmt.Errorf("no function has the connection from %s", caller)
}

// socketOf gives the inode of the socket that is connected from one loopback address to another. One port can have connections to several others.
func socketOf(from, to string) (string, error) {
	local, err := inTable(from)
	if err != nil {
		return "", err
	}
	remote, err := inTable(to)
	if err != nil {
		return "", err
	}
	table, err := os.Open("/proc/net/tcp")
	if err != nil {
		return "", err
	}
	defer table.Close()
	for lines := bufio.NewScanner(table); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 9 && fields[1] == local && fields[2] == remote && fields[9] != "0" {
			return fields[9], nil
		}
	}
	return "", fmt.Errorf("no connection from %s to %s", from, to)
}

// inTable gives a loopback address as /proc/net/tcp has it.
func inTable(address string) (string, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("0100007F:%04X", number), nil
}

// functionIn gives the folder in functions/ of the function that a process is; empty for other processes.
func functionIn(folder string) string {
	environ, err := os.ReadFile(filepath.Join(folder, "environ"))
	if err != nil {
		return "" // it has ended, or is somebody else's
	}
	for _, variable := range bytes.Split(environ, []byte{0}) {
		if name, ok := strings.CutPrefix(string(variable), "AWS_LAMBDA_FUNCTION_NAME=portico-"); ok {
			return name
		}
	}
	return ""
}

// heldBy gives the link in a process's folder that leads to a socket; empty where it holds none such.
func heldBy(folder, inode string) string {
	links, err := filepath.Glob(filepath.Join(folder, "fd", "*"))
	if err != nil {
		return ""
	}
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && to == "socket:["+inode+"]" {
			return link
		}
	}
	return ""
}

// stillHolds tells whether a process has the connection that it was found by.
func (p process) stillHolds() bool {
	to, err := os.Readlink(p.link)
	return err == nil && to == "socket:["+p.inode+"]"
}
