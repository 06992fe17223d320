import { LocationProvider } from 'preact-iso/router';
import { act, render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { Toasts, confirmDone } from './toast';

/** Lays out a window of 740 px with a toast at its bottom and the bars that are there; jsdom lays out nothing. */
function layOut(bars: Record<string, { top: number; bottom: number }>): void {
  Object.defineProperty(window, 'innerHeight', { value: 740, configurable: true });
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const { top, bottom } = bars[this.id] ?? { top: 666, bottom: 716 };
    return new DOMRect(0, top, 360, bottom - top);
  });
}

function Page({ bars }: { bars: string[] }) {
  return (
    <LocationProvider>
      <main>
        {bars.map((id) => (
          <div key={id} id={id} class="save-bar" />
        ))}
      </main>
      <Toasts />
    </LocationProvider>
  );
}

const bottom = () => screen.getByText('Saved.').closest<HTMLElement>('.toast')?.style.bottom;

test('a confirmation stands above every bar to save that it would cover, also one that comes later', async () => {
  layOut({ low: { top: 624, bottom: 724 }, above: { top: 520, bottom: 612 }, far: { top: 100, bottom: 200 } });
  const { rerender } = render(<Page bars={['far']} />);
  await act(() => confirmDone('Saved.'));
  expect(bottom()).toBe('');
  rerender(<Page bars={['far', 'low']} />);
  await vi.waitFor(() => expect(bottom()).toBe(`${740 - 624 + 12}px`));
  rerender(<Page bars={['above', 'low', 'far']} />);
  await vi.waitFor(() => expect(bottom()).toBe(`${740 - 520 + 12}px`));
  rerender(<Page bars={['far']} />);
  await vi.waitFor(() => expect(bottom()).toBe(''));
});
