import { Monitor, Smartphone } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { answer, api } from '../../api/client';
import { ApiError } from '../../api/error';
import type { TrustedDevice } from '../../api/types';
import { Button } from '../../components/button';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import { confirmDone } from '../../components/toast';
import { Skeleton } from '../../components/waiting';
import { When } from '../../components/when';
import { useKeptFocus } from '../../kept-focus';
import { useLoad } from '../../load';
import { useInsideWords, useLanguage } from '../../messages/language';
import { sayNetwork } from '../staff/network';
import { useSessionsChanged } from './changes';
import { deviceName, isHandheld } from './device';

/** The devices on which no code is asked for; the trust in each can be ended (X9). */
export function Devices() {
  const inside = useInsideWords();
  const { format } = useLanguage();
  const words = inside.profile.devices;
  const { data, error, loading, slow, reload, set } = useLoad('devices', () => answer(api.GET('/api/profile/devices')));
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<ApiError>();
  const heading = useRef<HTMLHeadingElement>(null);
  const part = useKeptFocus<HTMLDivElement>(heading);
  useSessionsChanged(reload);

  async function end(device: TrustedDevice): Promise<void> {
    setBusy(device.id);
    setFailure(undefined);
    try {
      set(await answer(api.POST('/api/profile/devices/{id}/end', { params: { path: { id: device.id } }, body: {} })));
      confirmDone(words.ended(deviceName(device, inside.profile.sessions)));
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught;
      setFailure(caught);
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <Panel title={words.title} heading={heading}>
      <div class="stack" ref={part}>
        {failure && <Failure error={failure} />}
        {error && !data && !loading && <Failure error={error} retry={reload} />}
        {!data && slow && <Skeleton lines={2} />}
        {data && <p class="small quiet">{data.items.length === 0 ? words.none : words.text}</p>}
        {data && data.items.length > 0 && (
          <ul role="list" class="devices">
            {data.items.map((device) => {
              const name = deviceName(device, inside.profile.sessions);
              const Icon = isHandheld(device.system) ? Smartphone : Monitor;
              return (
                <li key={device.id}>
                  <Icon size={20} aria-hidden="true" />
                  <div class="device">
                    <span class="device-name">{name}</span>
                    <p class="small quiet">
                      {words.since} <When at={device.since} />
                      {device.network !== undefined && <> {sayNetwork(device.network, inside.person)}</>}, {words.until} {format.date(device.until)}.
                    </p>
                  </div>
                  <Button label={words.endLabel(name)} busy={busy === device.id} disabled={busy !== undefined} onClick={() => void end(device)}>
                    {words.end}
                  </Button>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </Panel>
  );
}
