package localcloud

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// unknown is the physical id by which LocalStack says that it made nothing, while the stack counts as complete.
const unknown = "unknown"

// checkComplete looks whether every resource of the stacks is there, where somebody else's endpoint made them.
func (c *Cloud) checkComplete() error {
	if c.o.Endpoint == nil {
		return nil
	}
	client := cloudformation.NewFromConfig(c.AWS())
	stacks, err := c.stacks()
	if err != nil {
		return err
	}
	var missing []string
	for _, stack := range stacks {
		if !strings.HasPrefix(*stack.StackName, StackPrefix) {
			continue
		}
		pages := cloudformation.NewListStackResourcesPaginator(client, &cloudformation.ListStackResourcesInput{StackName: stack.StackName})
		for pages.HasMorePages() {
			page, err := pages.NextPage(c.ctx)
			if err != nil {
				return fmt.Errorf("list the resources of %s: %w", *stack.StackName, err)
			}
			missing = append(missing, notMade(page.StackResourceSummaries)...)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return fmt.Errorf("%s did not make: %s; Portico cannot run there", c.o.Endpoint, strings.Join(slices.Compact(missing), ", "))
	}
	return nil
}

// notMade gives the types of the resources that exist in name only.
func notMade(resources []types.StackResourceSummary) []string {
	var missing []string
	for _, resource := range resources {
		if resource.PhysicalResourceId == nil || *resource.PhysicalResourceId == "" || *resource.PhysicalResourceId == unknown {
			missing = append(missing, *resource.ResourceType)
		}
	}
	return missing
}
