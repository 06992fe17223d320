import { Bell, ChevronDown, LogOut, Plus, UserRound } from 'lucide-preact';
import { useLocation } from 'preact-iso/router';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/error';
import { signOut } from '../api/session';
import type { Me } from '../api/types';
import { ButtonLink } from '../components/button';
import { Failure } from '../components/failure';
import { Brand } from '../components/mark';
import { dropDrafts } from '../draft';
import { useInsideWords, useWords } from '../messages/language';
import { usePortal } from '../portal';
import { homeOf } from '../way';

/** The bar above every page behind sign-in, and the place for the page. */
export function Shell({ person, children }: { person: Me; children: ComponentChildren }) {
  const words = useWords();
  const portal = usePortal();
  const [error, setError] = useState<ApiError>();
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {words.skip}
      </a>
      <header class="bar">
        <div class="bar-inner">
          <a class="bar-name" href={homeOf(person.role)} title={portal.name}>
            <Brand portal={portal} size={17} />
          </a>
          <div class="bar-places">
            <Nav person={person} />
            {person.role === 'customer' && <NewRequest />}
          </div>
          <PersonMenu person={person} onFailure={setError} />
        </div>
      </header>
      <main class="page" id="main" tabIndex={-1}>
        {error && <Failure error={error} />}
        {children}
      </main>
    </>
  );
}

function Nav({ person }: { person: Me }) {
  const { nav } = useInsideWords();
  const { path } = useLocation();
  const items =
    person.role === 'customer'
      ? [
          { href: '/', label: nav.home },
          { href: '/requests', label: nav.requests },
        ]
      : [
          { href: '/queue', label: nav.queue },
          { href: '/customers', label: nav.customers },
          ...(person.role === 'administrator'
            ? [
                { href: '/team', label: nav.team },
                { href: '/settings', label: nav.settings },
              ]
            : []),
        ];
  const list = useRoom();
  return (
    <nav aria-label={nav.label} ref={list}>
      <ul role="list">
        {items.map(({ href, label }) => {
          const inQueue = href === '/queue' && /^\/(tickets|held)(\/|$)/.test(path);
          const here = path === href ? 'page' : href !== '/' && (inQueue || path.startsWith(`${href}/`)) ? 'true' : undefined;
          return (
            <li key={href}>
              <a href={href} aria-current={here}>
                {label}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** How wide the edge of the list fades; the current page stands clear of it. */
const FADE_PX = 32;

/**
 * Finds room for a list that scrolls sideways. Where it does not fit, `data-tight` at the box around it has the first step give way. What still does
 * not fit is said in `data-more`, by the edge at which there is more to be seen, and the current page is kept in sight. Only the list is moved, never
 * the page.
 */
function useRoom() {
  const list = useRef<HTMLElement>(null);
  const { path } = useLocation();
  const words = useInsideWords();
  useEffect(() => {
    const box = list.current;
    if (!box) return undefined;
    const say = () => {
      const before = box.scrollLeft > 1;
      const after = box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
      box.dataset['more'] = [before && 'before', after && 'after'].filter(Boolean).join(' ');
    };
    const place = () => {
      const around = box.parentElement;
      around?.removeAttribute('data-tight');
      around?.toggleAttribute('data-tight', box.scrollWidth > box.clientWidth);
      const current = box.querySelector('[aria-current]')?.getBoundingClientRect();
      const frame = box.getBoundingClientRect();
      if (current) box.scrollLeft += Math.min(0, current.left - FADE_PX - frame.left) + Math.max(0, current.right + FADE_PX - frame.right);
      say();
    };
    place();
    box.addEventListener('scroll', say);
    addEventListener('resize', place);
    return () => {
      box.removeEventListener('scroll', say);
      removeEventListener('resize', place);
    };
  }, [path, words]);
  return list;
}

/** Pages that offer the first step themselves, in the place where it is looked for, or are where it is taken. */
const WITH_FIRST_STEP = ['/', '/requests', '/requests/new'];

/** The first step is always at hand, once. */
function NewRequest() {
  const { nav } = useInsideWords();
  const { path } = useLocation();
  if (WITH_FIRST_STEP.includes(path)) return null;
  return (
    <div class="bar-action">
      <ButtonLink href="/requests/new">
        <Plus size={16} aria-hidden="true" />
        <span class="bar-words">{nav.newRequest}</span>
      </ButtonLink>
    </div>
  );
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  const letters = [parts[0], parts.length > 1 ? parts[parts.length - 1] : undefined].map((part) => Array.from(part ?? '')[0] ?? '');
  return letters.join('').toLocaleUpperCase();
}

function PersonMenu({ person, onFailure }: { person: Me; onFailure: (error: ApiError | undefined) => void }) {
  const { nav, role } = useInsideWords();
  const menu = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const close = (event: Event) => {
      if (menu.current?.open && !(event.target instanceof Node && menu.current.contains(event.target))) menu.current.open = false;
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !menu.current?.open) return;
      menu.current.open = false;
      summary.current?.focus();
    };
    addEventListener('click', close);
    addEventListener('focusin', close);
    addEventListener('keydown', escape);
    return () => {
      removeEventListener('click', close);
      removeEventListener('focusin', close);
      removeEventListener('keydown', escape);
    };
  }, []);

  async function leave(): Promise<void> {
    if (busy) return;
    setBusy(true);
    onFailure(undefined);
    try {
      await signOut();
      dropDrafts();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      onFailure(error);
      setBusy(false);
    }
  }

  return (
    <details class="menu" ref={menu}>
      <summary ref={summary}>
        <span class="avatar" aria-hidden="true">
          {initials(person.name)}
        </span>
        <span class="menu-name">{person.name}</span>
        <ChevronDown size={16} aria-hidden="true" />
        <span class="sr-only">{nav.menu}</span>
      </summary>
      <div class="menu-panel">
        <div class="menu-who">
          <div>{person.email}</div>
          {person.role !== 'customer' && <div>{role[person.role]}</div>}
        </div>
        <a class="menu-item" href="/profile" onClick={() => menu.current?.removeAttribute('open')}>
          <UserRound size={16} aria-hidden="true" />
          {nav.profile}
        </a>
        {person.role !== 'customer' && (
          <a class="menu-item" href="/notifications" onClick={() => menu.current?.removeAttribute('open')}>
            <Bell size={16} aria-hidden="true" />
            {nav.notifications}
          </a>
        )}
        <button type="button" class="menu-item" aria-disabled={busy ? 'true' : undefined} onClick={() => void leave()}>
          <LogOut size={16} aria-hidden="true" />
          {busy ? nav.signingOut : nav.signOut}
        </button>
      </div>
    </details>
  );
}
