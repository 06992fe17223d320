import type { ImportUpload } from '../../api/types';

type Form = NonNullable<ImportUpload['upload']>;

/** Why a file did not arrive. */
export class UploadError extends Error {
  constructor(readonly kind: 'offline' | 'refused') {
    super(kind);
  }
}

/**
 * Posts a file straight to storage: the fields of the form as they were given, and the file as the last one. `progress` is told the share that is
 * up, from 0 to 1. The failure is an UploadError.
 */
export function upload(form: Form, file: Blob, progress: (share: number) => void): Promise<void> {
  // fetch cannot tell how much is up.
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    body.append('file', file, 'import.csv');
    const request = new XMLHttpRequest();
    request.open('POST', form.url);
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => (request.status >= 200 && request.status < 300 ? resolve() : reject(new UploadError('refused'))));
    request.addEventListener('error', () => reject(new UploadError('offline')));
    request.addEventListener('timeout', () => reject(new UploadError('offline')));
    request.send(body);
  });
}
