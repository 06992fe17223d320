import type { ComponentChildren } from 'preact';
import { Brand } from '../../components/mark';
import { LANGUAGES } from '../../messages/languages';
import { isLanguage, useLanguage } from '../../messages/language';
import { usePortal } from '../../portal';

/** The one card of the pages before sign-in, with the portal's name above it and language, privacy and terms below. */
export function PublicFrame({ children }: { children: ComponentChildren }) {
  const portal = usePortal();
  return (
    <div class="public">
      <header class="public-name">
        <Brand portal={portal} size={20} />
      </header>
      <main class="card">{children}</main>
      <PublicFoot />
    </div>
  );
}

function PublicFoot() {
  const portal = usePortal();
  const { language, words, speak } = useLanguage();
  return (
    <footer class="public-foot">
      <ul role="list" aria-label={words.language}>
        {portal.languages.filter(isLanguage).map((each) => (
          <li key={each}>
            <button type="button" class="language" lang={each} aria-pressed={each === language} onClick={() => void speak(each, 'chosen')}>
              {LANGUAGES[each]}
            </button>
          </li>
        ))}
      </ul>
      {(portal.privacyUrl ?? portal.termsUrl) !== undefined && (
        <ul role="list">
          {portal.privacyUrl !== undefined && (
            <li>
              <a href={portal.privacyUrl}>{words.privacy}</a>
            </li>
          )}
          {portal.termsUrl !== undefined && (
            <li>
              <a href={portal.termsUrl}>{words.terms}</a>
            </li>
          )}
        </ul>
      )}
    </footer>
  );
}
