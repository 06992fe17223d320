import { useEffect, useState } from 'preact/hooks';
import { answer, api } from './api/client';
import type { Home } from './api/types';

export type Service = Home['services'][number];

let coming: Promise<readonly Service[]> | undefined;

function getServices(): Promise<readonly Service[]> {
  coming ??= answer(api.GET('/api/home')).then(({ services }) => services);
  coming.catch(() => (coming = undefined));
  return coming;
}

interface Services {
  readonly services: readonly Service[] | undefined;
  /** A service's name; its id while no name is known. */
  readonly nameOf: (id: string) => string;
}

/** The services that the signed-in person may open requests for, asked for once. */
export function useServices(): Services {
  const [services, setServices] = useState<readonly Service[]>();
  useEffect(() => {
    let dropped = false;
    getServices().then(
      (got) => {
        if (!dropped) setServices(got);
      },
      () => undefined, // ids will do
    );
    return () => {
      dropped = true;
    };
  }, []);
  return { services, nameOf: (id) => services?.find((service) => service.id === id)?.name ?? id };
}

/** For tests and for a new sign-in. */
export function forgetServices(): void {
  coming = undefined;
}
