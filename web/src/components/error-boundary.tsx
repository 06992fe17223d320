import { Component } from 'preact';
import type { ComponentChildren } from 'preact';
import { ApiError } from '../api/error';
import { useWords } from '../messages/language';
import { Button } from './button';
import { Mark } from './mark';

interface State {
  readonly error: unknown;
}

/** Where a page could not be drawn at all. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, State> {
  override state: State = { error: undefined };

  static override getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />;
  }
}

export function Broken({ error }: { error: unknown }) {
  const words = useWords();
  const number = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div class="public">
      <div class="public-name">
        <Mark />
      </div>
      <main class="card stack-wide" role="alert">
        <h1>{words.broken.title}</h1>
        <p>{words.broken.text}</p>
        {number !== undefined && (
          <p class="small quiet">
            {words.colon(words.failure.requestId)} <code>{number}</code>
          </p>
        )}
        <Button look="primary" wide onClick={() => location.reload()}>
          {words.broken.reload}
        </Button>
      </main>
    </div>
  );
}
