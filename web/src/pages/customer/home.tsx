import { ExternalLink, Inbox } from 'lucide-preact';
import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Empty, Skeleton } from '../../components/waiting';
import { useLoad } from '../../load';
import { useInsideWords } from '../../messages/language';

/** A customer's first page: open requests, and the links that the team chose (H15). */
export function Home({ person }: { person: Me }) {
  const words = useInsideWords();
  const { data, error, loading, slow, reload } = useLoad('home', () => answer(api.GET('/api/home')));
  return (
    <>
      <div class="page-head">
        <Heading title={words.nav.home}>{words.home.title(person.name)}</Heading>
      </div>
      <div class="two">
        <section class="panel" aria-labelledby="open-requests">
          <div class="panel-head">
            <h2 id="open-requests">{words.home.open}</h2>
          </div>
          <div class="panel-body">
            <Empty icon={Inbox} title={words.home.emptyTitle} inSection>
              <p>{words.home.empty}</p>
            </Empty>
          </div>
        </section>
        <section class="panel" aria-labelledby="quick-links">
          <div class="panel-head">
            <h2 id="quick-links">{words.home.links}</h2>
          </div>
          <div class="panel-body">
            {error && !data && <Failure error={error} retry={reload} busy={loading} />}
            {loading && slow && !data && <Skeleton />}
            {data?.quickLinks.length === 0 && <p class="quiet">{words.home.linksEmpty}</p>}
            {data && data.quickLinks.length > 0 && (
              <ul role="list" class="links">
                {data.quickLinks.map(({ label, url }) => (
                  <li key={url}>
                    <a href={url} rel="noreferrer">
                      <span>
                        {label} {isElsewhere(url) && <span class="sr-only">{words.home.external}</span>}
                      </span>
                      {isElsewhere(url) && <ExternalLink size={16} aria-hidden="true" />}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </section>
      </div>
    </>
  );
}

function isElsewhere(url: string): boolean {
  return new URL(url, location.origin).origin !== location.origin;
}
