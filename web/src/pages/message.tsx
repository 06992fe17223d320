import { Lock, SearchX } from 'lucide-preact';
import { ButtonLink } from '../components/button';
import { Heading } from '../components/heading';
import { useWords } from '../messages/language';

/** `staff` tells whether the reader is of the team: then the page is for administrators, else for the team. */
export function NoAccess({ staff }: { staff: boolean }) {
  const words = useWords();
  return (
    <div class="empty">
      <span class="empty-icon">
        <Lock size={22} aria-hidden="true" />
      </span>
      <Heading title={words.noAccess.title} />
      <p>{staff ? words.noAccess.administrators : words.noAccess.text}</p>
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
