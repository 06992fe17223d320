import { answer, api } from '../../api/client';
import { CopyButton } from '../../components/copy';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Skeleton } from '../../components/waiting';
import { useLoad } from '../../load';
import { useInsideWords } from '../../messages/language';

/** The portal's address and each service's support address (G7). */
export function SettingsPage() {
  const { settings: words } = useInsideWords();
  const { data, error, loading, slow, reload } = useLoad('settings', () => answer(api.GET('/api/settings')));
  return (
    <div class="page-narrow">
      <div class="page-head">
        <div>
          <Heading title={words.title} />
          <p class="quiet">{words.intro}</p>
        </div>
      </div>
      {error && !data && !loading && <Failure error={error} retry={reload} />}
      {!data && slow && <Skeleton lines={6} />}
      {data && (
        <div class="stack-wide">
          <section class="panel" aria-labelledby="settings-portal">
            <div class="panel-head">
              <h2 id="settings-portal">{words.portal}</h2>
            </div>
            <div class="panel-body">
              <Setting name={words.name} value={data.portal.name} text={words.nameText} plain />
              <Setting name={words.address} value={data.address} text={words.addressText} />
              <Setting name={words.sender} value={data.sender} text={words.senderText} />
            </div>
          </section>
          <section class="panel" aria-labelledby="settings-services">
            <div class="panel-head">
              <h2 id="settings-services">{words.services}</h2>
            </div>
            <div class="panel-body">
              <p class="small quiet settings-intro">{words.servicesText}</p>
              {data.services.services.length === 0 && <p>{words.servicesEmpty}</p>}
              {data.services.services.map(({ id, name, address }) => (
                <Setting key={id} name={name} value={address} />
              ))}
            </div>
          </section>
        </div>
      )}
    </div>
  );
}

function Setting({ name, value, text, plain = false }: { name: string; value: string; text?: string; plain?: boolean }) {
  const { settings: words } = useInsideWords();
  return (
    <div class="setting">
      <div class="stack-tight">
        <h3 class="label">{name}</h3>
        <p class={plain ? undefined : 'setting-value'}>{value}</p>
        {text !== undefined && <p class="small quiet">{text}</p>}
      </div>
      {!plain && <CopyButton text={value} label={words.copy(name)} short={words.copyShort} done={words.copied(name)} />}
    </div>
  );
}
