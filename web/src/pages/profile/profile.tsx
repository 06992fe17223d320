import { answer, api } from '../../api/client';
import { Failure } from '../../components/failure';
import { Heading } from '../../components/heading';
import { Skeleton } from '../../components/waiting';
import { useLoad } from '../../load';
import { useInsideWords } from '../../messages/language';
import { Details } from './details';
import { Devices } from './devices';
import { SecondFactor } from './factor';
import { Email } from './email';
import { Password } from './password';
import { Sessions } from './sessions';

/** Where somebody looks after their own account (X11). */
export function ProfilePage() {
  const { profile: words } = useInsideWords();
  const { data, error, loading, slow, reload, set } = useLoad('profile', () => answer(api.GET('/api/profile')));
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
          <Details profile={data} onChange={set} reload={reload} />
          <Email email={data.email} pending={data.pendingEmail} reload={reload} />
          <Password email={data.email} />
          <SecondFactor profile={data} onChange={set} />
          <Sessions trusts={data.secondFactor.trusts} />
          {data.secondFactor.trusts && <Devices />}
        </div>
      )}
    </div>
  );
}
