import { render, screen } from '@testing-library/preact';
import { expect, test, vi } from 'vitest';
import { ApiError } from '../api/error';
import { english } from '../messages/catalogue';
import { LanguageProvider } from '../messages/language';
import { ErrorBoundary } from './error-boundary';

test('a page that cannot be drawn says so, names the request and can be loaded again', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  function Bad(): never {
    throw new ApiError(500, { code: 'internal', instance: 'abc' });
  }
  render(
    <LanguageProvider first={{ language: 'en', words: english, inside: undefined }}>
      <ErrorBoundary>
        <Bad />
      </ErrorBoundary>
    </LanguageProvider>,
  );
  expect(screen.getByRole('heading', { name: 'Something went wrong' })).toBeTruthy();
  expect(screen.getByText('abc')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Load again' })).toBeTruthy();
});
