import { act, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SearchField } from './search-field';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const field = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search' });
const type = (value: string) => fireEvent.input(field(), { target: { value } });
const pause = () =>
  act(() => {
    vi.advanceTimersByTime(300);
  });

function draw(asked: string, least = 0) {
  const searched = vi.fn();
  const show = (now: string) => <SearchField label="Search" hint="" asked={now} least={least} onSearch={searched} />;
  const { rerender } = render(show(asked));
  return { searched, arrives: (now: string) => rerender(show(now)) };
}

test('A2, H16: what is typed while a search is on its way into the address stays, and is searched for', async () => {
  const { searched, arrives } = draw('');
  type('harb');
  await pause();
  expect(searched.mock.calls).toEqual([['harb']]);
  type('harbour');
  arrives('harb');
  expect(field().value).toBe('harbour');
  await pause();
  expect(searched.mock.calls).toEqual([['harb'], ['harbour']]);
});

test('A2, H16: the field follows the address where back, forward or a link change it', async () => {
  const { searched, arrives } = draw('harbour');
  expect(field().value).toBe('harbour');
  arrives('');
  expect(field().value).toBe('');
  arrives('quay');
  expect(field().value).toBe('quay');
  await pause();
  expect(searched).not.toHaveBeenCalled();
});

test('H16: a search that needs two letters begins with two, and can be emptied again', async () => {
  const { searched, arrives } = draw('', 2);
  type('h');
  await pause();
  expect(searched).not.toHaveBeenCalled();
  type('ha');
  await pause();
  arrives('ha');
  type('');
  await pause();
  expect(searched.mock.calls).toEqual([['ha'], ['']]);
});
