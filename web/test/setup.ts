import { cleanup, configure } from '@testing-library/preact';
import { afterEach, beforeEach, vi } from 'vitest';
import { resetSession } from '../src/api/session';
import { resetHeading } from '../src/components/heading';
import { dropLink } from '../src/link';
import { forgetLists } from '../src/list';
import { forgetServices } from '../src/services';

configure({ asyncUtilTimeout: 15_000 });

// jsdom draws nothing: what only a drawing browser has is stood in for.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
globalThis.scrollTo = () => undefined;
globalThis.scrollBy = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(document, 'adoptedStyleSheets', { value: [], writable: true });
CSSStyleSheet.prototype.replaceSync = () => undefined;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});

afterEach(() => {
  cleanup();
  resetSession();
  resetHeading();
  forgetLists();
  forgetServices();
  dropLink('activate');
  dropLink('reset');
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
