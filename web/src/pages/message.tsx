import { Lock, SearchX } from 'lucide-preact';
import { ButtonLink } from '../components/button';
import { Heading } from '../components/heading';
import { useWords } from '../messages/language';

export function NoAccess() {
  const words = useWords();
  return (
    <div class="empty">
      <span class="empty-icon">
        <Lock size={22} aria-hidden="true" />
      </span>
      <Heading title={words.noAccess.title} />
      <p>{words.noAccess.text}</p>
      <div class="empty-action">
        <ButtonLink href="/" look="primary">
          {words.goHome}
        </ButtonLink>
      </div>
    </div>
  );
}

export function NotFound() {
  const words = useWords();
  return (
    <div class="empty">
      <span class="empty-icon">
        <SearchX size={22} aria-hidden="true" />
      </span>
      <Heading title={words.notFound.title} />
      <p>{words.notFound.text}</p>
      <div class="empty-action">
        <ButtonLink href="/" look="primary">
          {words.goHome}
        </ButtonLink>
      </div>
    </div>
  );
}
