import { ButtonLink } from '../../components/button';
import { Heading } from '../../components/heading';
import { useWords } from '../../messages/language';
import { PublicFrame } from './frame';

export function NotFoundPage() {
  const words = useWords();
  return (
    <PublicFrame>
      <div class="stack-wide">
        <Heading title={words.notFound.title} />
        <p>{words.notFound.text}</p>
        <ButtonLink href="/" look="primary" wide>
          {words.goHome}
        </ButtonLink>
      </div>
    </PublicFrame>
  );
}
