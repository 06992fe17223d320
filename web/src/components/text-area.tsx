import type { Ref } from 'preact';
import { Frame, wiring } from './field';
import type { Common } from './field';

interface Props extends Common {
  /** The least height, in lines; it grows with the text. */
  lines?: number;
  /** Cannot be written in while its text is on the way. */
  readOnly?: boolean;
  box?: Ref<HTMLTextAreaElement>;
}

/** Longer text. It grows with what is in it. */
export function TextArea({ lines = 4, readOnly = false, box, ...common }: Props) {
  const written = common.field.value.split('\n').length;
  return (
    <Frame {...common}>
      <textarea
        {...wiring(common)}
        {...(box && { ref: box })}
        class="input text-area"
        rows={Math.min(Math.max(lines, written + 1), 18)}
        readOnly={readOnly}
        aria-required="true"
        onInput={(event) => common.field.set(event.currentTarget.value)}
      />
    </Frame>
  );
}
