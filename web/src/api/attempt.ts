/**
 * Names attempts for `Idempotency-Key`: the same body keeps its key over retries, so a lost answer does no harm; another body, or the next
 * one after a success, gets a new key.
 */
export class Attempts {
  private last: { readonly text: string; readonly key: string } | undefined;

  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.last?.text !== text) this.last = { text, key: crypto.randomUUID() };
    return this.last.key;
  }

  succeeded(): void {
    this.last = undefined;
  }
}
