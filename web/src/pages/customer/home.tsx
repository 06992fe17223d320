import { ExternalLink, Inbox, Plus } from 'lucide-preact';
import { answer, api } from '../../api/client';
import type { Me } from '../../api/types';
import { ButtonLink } from '../../components/button';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Empty, Skeleton } from '../../components/waiting';
import { useLive } from '../../live';
import { useLoad } from '../../load';
import { useInsideWords } from '../../messages/language';
import { RequestRows } from '../requests/request-rows';

/** A customer's first page: open requests, and the links that the team chose (H15). */
export function Home({ person }: { person: Me }) {
  const words = useInsideWords();
  const get = () => answer(api.GET('/api/home'));
  const { data, error, loading, slow, reload, set } = useLoad('home', get);
  useLive(() => get().then(set, () => undefined));

  const newRequest = (
    <ButtonLink href="/requests/new" look="primary">
      <Plus size={18} aria-hidden="true" />
      {words.nav.newRequest}
    </ButtonLink>
  );
  return (
    <>
      <div class="page-head">
        <Heading title={words.nav.home}>{words.home.title(person.name)}</Heading>
        {data && data.requests.length > 0 && newRequest}
      </div>
      <div class="two">
        <section class="panel" aria-labelledby="open-requests">
          <div class="panel-head">
            <h2 id="open-requests">{words.home.open}</h2>
            {data && data.requests.length > 0 && <a href="/requests">{words.requests.all}</a>}
          </div>
          {error && !data && (
            <div class="panel-body">
              <Failure error={error} retry={reload} busy={loading} />
            </div>
          )}
          {loading && slow && !data && (
            <div class="panel-body">
              <Skeleton lines={4} />
            </div>
          )}
          {data && data.requests.length > 0 && (
            <div class="panel-rows">
              <RequestRows requests={data.requests} label={words.home.open} framed={false} />
            </div>
          )}
          {data?.requests.length === 0 && (
            <div class="panel-body">
              <Empty
                icon={Inbox}
                title={words.home.emptyTitle}
                inSection
                action={
                  <div class="stack-tight">
                    {newRequest}
                    <a class="small" href="/requests">
                      {words.requests.all}
                    </a>
                  </div>
                }
              >
                <p>{words.home.empty}</p>
              </Empty>
            </div>
          )}
        </section>
        <section class="panel" aria-labelledby="quick-links">
          <div class="panel-head">
            <h2 id="quick-links">{words.home.links}</h2>
          </div>
          <div class="panel-body">
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
