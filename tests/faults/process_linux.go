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

// processAt finds the function whose connection comes from the loopback address caller. A local cloud runs functions as processes of this machine,
// each with its name in its environment.
func processAt(caller string) (process, error) {
	found, err := lookAt(caller)
	for try := 0; err != nil && try < 5; try++ { // processes come and go while one looks
		time.Sleep(5 * time.Millisecond)
		found, err = lookAt(caller)
	}
	return found, err
}

func lookAt(caller string) (process, error) {
	inode, err := socketOf(caller)
	if err != nil {
		return process{}, err
	}
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return process{}, err
	}
	for _, folder := range folders {
		name := functionIn(folder)
		if name == "" || !holds(folder, inode) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(folder))
		return process{pid, name, inode}, err
	}
	return process{}, fmt.Errorf("no function has the connection from %s", caller)
}

// socketOf gives the inode of the socket at a loopback address.
func socketOf(address string) (string, error) {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return "", err
	}
	table, err := os.Open("/proc/net/tcp")
	if err != nil {
		return "", err
	}
	defer table.Close()
	local := fmt.Sprintf("0100007F:%04X", number)
	for lines := bufio.NewScanner(table); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 9 && fields[1] == local && fields[9] != "0" {
			return fields[9], nil
		}
	}
	return "", fmt.Errorf("no connection from %s", address)
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

func holds(folder, inode string) bool {
	links, err := filepath.Glob(filepath.Join(folder, "fd", "*"))
	if err != nil {
		return false
	}
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && to == "socket:["+inode+"]" {
			return true
		}
	}
	return false
}
