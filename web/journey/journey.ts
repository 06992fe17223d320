import { describe, test } from 'vitest';
import { assemble } from './cast';
import { invitation } from './invitation';
import { registration } from './registration';
import { signingIn } from './signing-in';
import { theTeam } from './team';
import type { Width } from './visitor';

/** The way from an agent's invitation to signed in, as administrator, agent and customer, in a window of this width. Each step stands on those before it. */
export function journey(width: Width): void {
  const cast = assemble(width);

  describe(`at ${width} px`, () => {
    theTeam(cast);
    invitation(cast);
    signingIn(cast);
    registration(cast);

    test('nothing else came up on anybody’s console', async () => {
      for (const visitor of Object.values(cast.at)) await visitor.leave();
    });
  });
}
